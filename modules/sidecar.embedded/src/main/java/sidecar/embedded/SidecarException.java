package sidecar.embedded;

/// What can go wrong in the built-in model server, each with a stable code and the HTTP status it is answered with.
public final class SidecarException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// The stable codes.
    public enum Code {
        /// The request cannot be read or asks for what the model cannot do.
        BAD_REQUEST(400),
        /// The request comes from a web page or names a host that is not this machine.
        FORBIDDEN(403),
        /// No such model or path.
        NOT_FOUND(404),
        /// The path exists, with another method.
        METHOD_NOT_ALLOWED(405),
        /// The model could not be loaded or run.
        MODEL_FAILED(500),
        /// The server is being closed.
        CLOSING(503),
        /// The server could not be started on its address.
        CANNOT_LISTEN(500);

        private final int httpStatus;

        Code(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        /// The HTTP status that it is answered with.
        public int httpStatus() {
            return httpStatus;
        }
    }

    private final Code code;

    public SidecarException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public SidecarException(Code code, String message) {
        this(code, message, null);
    }

    /// The stable code.
    public Code code() {
        return code;
    }
}
