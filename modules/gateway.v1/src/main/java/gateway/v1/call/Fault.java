package gateway.v1.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import usage.store.ErrorType;
import usage.store.Tokens;

/// Why a call gets no (complete) answer: what the row says, and what the caller is told in its own protocol.
///
/// @param type the row's error type and the caller's `error.type`
/// @param httpStatus what the caller is answered with, where nothing was answered yet
/// @param message names what it is about; no secret, and in rows never stored
/// @param param field of the request that is wrong
/// @param headers to be passed on to the caller (`retry-after`, rate limits)
/// @param rowStatus the row's `http_status`: the provider's where it answered, else ours
/// @param quote the provider's own words for it, for a caller that speaks as it does
/// @param used what the provider says that it has used all the same
public record Fault(ErrorType type, int httpStatus, String message, Optional<String> param, Map<String, String> headers,
        int rowStatus, Optional<Quote> quote, Tokens used) {

    /// What a provider calls its error.
    ///
    /// @param protocol whose words
    /// @param error fields of the protocol's error object by which clients tell errors apart
    public record Quote(Protocol protocol, ObjectNode error) {}

    public Fault {
        headers = Map.copyOf(headers);
    }

    /// A fault in our words alone.
    public Fault(ErrorType type, int httpStatus, String message, Optional<String> param, Map<String, String> headers,
            int rowStatus) {
        this(type, httpStatus, message, param, headers, rowStatus, Optional.empty(), Tokens.UNKNOWN);
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

    /// This fault with another message.
    public Fault withMessage(String other) {
        return new Fault(type, httpStatus, other, param, headers, rowStatus, quote, used);
    }

    /// This fault of a provider that has used so much.
    public Fault withUsed(Tokens tokens) {
        return new Fault(type, httpStatus, message, param, headers, rowStatus, quote, tokens);
    }

    /// This fault with all that a caller is told of it said otherwise.
    public Fault reworded(UnaryOperator<String> words) {
        var retold = new HashMap<>(headers);
        retold.replaceAll((name, value) -> words.apply(value));
        return new Fault(type, httpStatus, words.apply(message), param.map(words), retold, rowStatus, quote.map(said -> {
            var error = said.error().deepCopy();
            error.properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    field.setValue(TextNode.valueOf(words.apply(field.getValue().textValue())));
                }
            });
            return new Quote(said.protocol(), error);
        }), used);
    }

    /// This fault as an exception.
    public GatewayException asException() {
        return new GatewayException(this);
    }
}
