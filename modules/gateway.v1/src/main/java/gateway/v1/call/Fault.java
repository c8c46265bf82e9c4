package gateway.v1.call;

import java.util.Map;
import java.util.Optional;
import usage.store.ErrorType;

/// Why a call gets no (complete) answer: what the row says, and what the caller is told in its own protocol.
///
/// @param type the row's error type and the caller's `error.type`
/// @param httpStatus what the caller is answered with, where nothing was answered yet
/// @param message names what it is about; no secret, and in rows never stored
/// @param param field of the request that is wrong
/// @param headers to be passed on to the caller (`retry-after`, rate limits)
/// @param rowStatus the row's `http_status`: the provider's where it answered, else ours
public record Fault(ErrorType type, int httpStatus, String message, Optional<String> param, Map<String, String> headers,
        int rowStatus) {

    public Fault {
        headers = Map.copyOf(headers);
    }

    /// A fault that names no field.
    public Fault(ErrorType type, int httpStatus, String message) {
        this(type, httpStatus, message, Optional.empty(), Map.of(), httpStatus);
    }

    /// A request that is malformed in one field.
    public static Fault invalid(String param, String message) {
        return new Fault(ErrorType.INVALID_REQUEST, 400, message, Optional.of(param), Map.of(), 400);
    }

    /// A request for something that the target's protocol cannot say.
    public static Fault unsupported(String param, String message) {
        return new Fault(ErrorType.UNSUPPORTED, 400, message, Optional.of(param), Map.of(), 400);
    }

    /// This fault as an exception.
    public GatewayException asException() {
        return new GatewayException(this);
    }
}
