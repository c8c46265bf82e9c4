package ai.client;

import java.util.OptionalInt;

/// What can go wrong with a call to a model, each with a stable code.
public final class AiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// The stable codes.
    public enum Code {
        /// No connection could be made; nothing was sent.
        CONNECT,
        /// No connection within the time allowed; nothing was sent.
        CONNECT_TIMEOUT,
        /// The other side answered with an error status.
        STATUS,
        /// The answer could not be read.
        BAD_RESPONSE,
        /// The other side hung up before its answer was complete.
        CUT,
        /// No (further) answer within the time allowed.
        TIMEOUT
    }

    private final Code code;
    private final int httpStatus;

    public AiException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.httpStatus = 0;
    }

    public AiException(Code code, String message) {
        this(code, message, null);
    }

    /// An error status; `message` holds what the other side said of it.
    public AiException(int httpStatus, String message) {
        super(message);
        this.code = Code.STATUS;
        this.httpStatus = httpStatus;
    }

    /// The stable code.
    public Code code() {
        return code;
    }

    /// The other side's HTTP status, where it answered with an error.
    public OptionalInt httpStatus() {
        return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }
}
