package gateway.v1.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How an error is told, and a stream is made: in the protocol of the path.
public enum ErrorShape {
    /// OpenAI's, on `/v1/*`. In a stream its clients look for an `error` in each event's data, some only for an event of that name.
    OPENAI("application/json", "text/event-stream") {
        @Override
        public ObjectNode body(Fault fault) {
            var body = Json.object();
            var error = body.putObject("error").put("message", fault.message()).put("type", fault.type().wireName());
            fault.param().ifPresentOrElse(param -> error.put("param", param), () -> error.putNull("param"));
            error.put("code", fault.type().wireName());
            fault.quote().filter(quote -> quote.protocol() == Protocol.OPENAI).ifPresent(quote -> error.setAll(quote.error()));
            return body;
        }

        @Override
        public String inStream(Fault fault) {
            return "event: error\ndata: " + body(fault) + "\n\n";
        }
    },
    /// OpenAI's, on `/v1/responses`: in a stream an error is an event of its own kind there. Its fields stand in it as that
    /// event has them, and together, where clients look for an error in every stream.
    OPENAI_RESPONSES("application/json", "text/event-stream") {
        @Override
        public ObjectNode body(Fault fault) {
            return OPENAI.body(fault);
        }

        @Override
        public String inStream(Fault fault) {
            return "event: error\ndata: " + responsesEvent(fault) + "\n\n";
        }
    },
    /// Anthropic's, on `/v1/messages`.
    ANTHROPIC("application/json", "text/event-stream") {
        @Override
        public ObjectNode body(Fault fault) {
            var body = Json.object().put("type", "error");
            body.putObject("error").put("type", anthropicType(fault.httpStatus())).put("message", fault.message());
            return body;
        }

        @Override
        public String inStream(Fault fault) {
            return "event: error\ndata: " + body(fault) + "\n\n";
        }
    },
    /// Ollama's, on `/api/*`.
    OLLAMA("application/json", "application/x-ndjson") {
        @Override
        public ObjectNode body(Fault fault) {
            return Json.object().put("error", fault.message());
        }

        @Override
        public String inStream(Fault fault) {
            return body(fault) + "\n";
        }
    },
    /// RFC 9457 problem details, everywhere else; what streams there streams lines of Ollama's.
    PROBLEM("application/problem+json", "application/x-ndjson") {
        @Override
        public ObjectNode body(Fault fault) {
            return Json.object().put("type", "about:blank").put("title", Status.create(fault.httpStatus()).reasonPhrase())
                    .put("status", fault.httpStatus()).put("detail", fault.message()).put("code", fault.type().wireName());
        }

        @Override
        public String inStream(Fault fault) {
            return OLLAMA.inStream(fault);
        }
    };

    private static final HeaderName ANTHROPICS_REQUEST_ID = HeaderNames.create("request-id");

    private final String mediaType;
    private final String streamType;

    ErrorShape(String mediaType, String streamType) {
        this.mediaType = mediaType;
        this.streamType = streamType;
    }

    /// The shape of `path`.
    public static ErrorShape of(String path) {
        if (path.equals("/v1/messages") || path.startsWith("/v1/messages/")) {
            return ANTHROPIC;
        }
        if (path.equals("/v1/responses")) {
            return OPENAI_RESPONSES;
        }
        return path.startsWith("/v1/") ? OPENAI : path.startsWith("/api/") ? OLLAMA : PROBLEM;
    }

    /// The header in which clients of this protocol look for a request's id, where `x-request-id` is not the one.
    public Optional<HeaderName> requestIdHeader() {
        return this == ANTHROPIC ? Optional.of(ANTHROPICS_REQUEST_ID) : Optional.empty();
    }

    /// The error as JSON.
    public abstract ObjectNode body(Fault fault);

    /// The error as a piece of a stream that has begun.
    public abstract String inStream(Fault fault);

    /// What a stream of this protocol's is.
    public String streamType() {
        return streamType;
    }

    /// Answers with it.
    public void write(ServerResponse response, Fault fault) {
        fault.headers().forEach(response::header);
        response.status(Status.create(fault.httpStatus())).header(HeaderNames.CONTENT_TYPE, mediaType).send(Json.bytes(body(fault)));
    }

    /// The event that tells an error in a stream of `/v1/responses`.
    public static ObjectNode responsesEvent(Fault fault) {
        var body = OPENAI.body(fault);
        var error = body.path("error");
        var event = Json.object().put("type", "error");
        event.set("code", error.path("code"));
        event.put("message", fault.message());
        event.set("param", error.path("param"));
        return event.setAll(body);
    }

    private static String anthropicType(int status) {
        return switch (status) {
            case 400, 405, 422 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
