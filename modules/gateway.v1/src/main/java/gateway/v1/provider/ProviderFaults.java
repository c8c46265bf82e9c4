package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import usage.store.ErrorType;
import usage.store.Tokens;

/// What went wrong at a provider, as the caller and the row are told.
public final class ProviderFaults {

    private static final List<String> QUOTED = List.of("type", "code", "param");

    private ProviderFaults() {}

    /// A failure before the answer began.
    ///
    /// @param at `provider/model`, for the message
    public static GatewayException opening(String at, AiException e) {
        return switch (e.code()) {
            case CONNECT -> fault(ErrorType.CONNECT, 502, at + ": " + reason(e), e);
            case CONNECT_TIMEOUT -> fault(ErrorType.TIMEOUT_CONNECT, 504, at + ": " + reason(e), e);
            case TIMEOUT -> fault(ErrorType.TIMEOUT_FIRST_BYTE, 504, at + ": " + reason(e), e);
            case CUT -> fault(ErrorType.CUT, 502, at + ": " + reason(e), e);
            case BAD_RESPONSE -> fault(ErrorType.BAD_RESPONSE, 502, at + ": " + reason(e), e);
            case STATUS -> status(at, e.httpStatus().orElse(500), "no reason given", Map.of(), Optional.empty());
        };
    }

    /// A failure to say something besides answering models.
    ///
    /// @param what what cannot be had, with the provider's name
    public static GatewayException unavailable(String what, AiException e) {
        return fault(ErrorType.PROVIDER_UNAVAILABLE, 502, what + ": " + reason(e), e);
    }

    /// What went wrong, without the address: where a provider is, is no business of callers.
    private static String reason(AiException e) {
        return switch (e.code()) {
            case CONNECT -> "no connection to the provider";
            case CONNECT_TIMEOUT -> "no connection to the provider in time";
            case TIMEOUT -> "the provider did not answer in time";
            case CUT -> "the provider hung up before it answered";
            case BAD_RESPONSE -> "the provider's answer cannot be read";
            case STATUS -> "the provider answered " + e.httpStatus().orElse(500);
        };
    }

    /// A failure in the middle of the answer.
    public static GatewayException reading(String at, AiException e) {
        return switch (e.code()) {
            case TIMEOUT -> fault(ErrorType.TIMEOUT_IDLE, 504, at + ": the provider's answer stalled", e);
            case CUT -> fault(ErrorType.CUT, 502, at + ": the provider hung up in the middle of its answer", e);
            case CONNECT, CONNECT_TIMEOUT, BAD_RESPONSE, STATUS -> fault(ErrorType.BAD_RESPONSE, 502,
                    at + ": the provider's answer cannot be read", e);
        };
    }

    public static GatewayException unreadable(String at, Exception cause) {
        return fault(ErrorType.BAD_RESPONSE, 502, at + ": the provider's answer cannot be read", cause);
    }

    /// An answer that is an error, whole.
    ///
    /// @param protocol whose words it is in
    public static GatewayException answered(String at, Protocol protocol, RawExchange exchange) {
        var error = error(exchange);
        return status(at, exchange.status(), message(error), PassedHeaders.of(exchange), quote(protocol, error));
    }

    /// An error that the provider told in the middle of an answer, or in place of one under status 200.
    public static GatewayException told(String at, String message) {
        return told(at, 500, message);
    }

    /// The same, where the error says which status it would have had as a whole answer.
    public static GatewayException told(String at, int status, String message) {
        return status(at, status, message, Map.of(), Optional.empty());
    }

    /// The same, in the words of a protocol.
    public static GatewayException told(String at, Protocol protocol, JsonNode document) {
        return status(at, 500, message(document), Map.of(), quote(protocol, document));
    }

    /// The single values by which clients tell errors apart; a message may be anything.
    private static Optional<Fault.Quote> quote(Protocol protocol, JsonNode document) {
        var error = Json.object();
        QUOTED.forEach(name -> Optional.ofNullable(document.path("error").get(name)).filter(JsonNode::isValueNode)
                .ifPresent(value -> error.set(name, value)));
        return error.isEmpty() ? Optional.empty() : Optional.of(new Fault.Quote(protocol, error));
    }

    /// What an error document says went wrong, in the shapes that are about.
    public static String message(JsonNode document) {
        return Stream.of("/error/message", "/error", "/message", "/detail").map(document::at).filter(JsonNode::isTextual)
                .map(JsonNode::textValue).findFirst().orElse("no reason given");
    }

    /// What is the caller's doing (4xx) keeps its status, except that the provider's not knowing our credentials is no fault
    /// of the caller's.
    private static GatewayException status(String at, int status, String message, Map<String, String> headers,
            Optional<Fault.Quote> quote) {
        boolean ours = status == 401 || status == 403;
        boolean callers = status >= 400 && status < 500;
        int told = callers && !ours ? status : status == 503 || status == 529 ? 503 : 502;
        return new GatewayException(new Fault(callers ? ErrorType.PROVIDER_4XX : ErrorType.PROVIDER_5XX, told,
                at + ": the provider answered " + status + ": " + message,
                quote.map(said -> said.error().path("param").textValue()), headers, status,
                ours ? Optional.empty() : quote, Tokens.UNKNOWN));
    }

    private static JsonNode error(RawExchange exchange) {
        try {
            return Json.MAPPER.readTree(exchange.body().readNBytes(1 << 16));
        } catch (IOException | AiException e) {
            return Json.object().put("error", "no readable reason given");
        }
    }

    private static GatewayException fault(ErrorType type, int status, String message, Exception cause) {
        return new GatewayException(new Fault(type, status, message), cause);
    }
}
