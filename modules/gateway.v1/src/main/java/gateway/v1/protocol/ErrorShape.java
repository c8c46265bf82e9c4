package gateway.v1.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;

/// How an error is told: in the protocol of the path it happened on.
public enum ErrorShape {
    /// OpenAI's, on `/v1/*`.
    OPENAI("application/json") {
        @Override
        public ObjectNode body(Fault fault) {
            var body = Json.object();
            var error = body.putObject("error").put("message", fault.message()).put("type", fault.type().wireName());
            fault.param().ifPresentOrElse(param -> error.put("param", param), () -> error.putNull("param"));
            error.put("code", fault.type().wireName());
            return body;
        }
    },
    /// RFC 9457 problem details, everywhere else.
    PROBLEM("application/problem+json") {
        @Override
        public ObjectNode body(Fault fault) {
            return Json.object().put("type", "about:blank").put("title", Status.create(fault.httpStatus()).reasonPhrase())
                    .put("status", fault.httpStatus()).put("detail", fault.message()).put("code", fault.type().wireName());
        }
    };

    private final String mediaType;

    ErrorShape(String mediaType) {
        this.mediaType = mediaType;
    }

    /// The shape of `path`.
    public static ErrorShape of(String path) {
        return path.startsWith("/v1/") ? OPENAI : PROBLEM;
    }

    /// The error as JSON.
    public abstract ObjectNode body(Fault fault);

    /// Answers with it.
    public void write(ServerResponse response, Fault fault) {
        fault.headers().forEach(response::header);
        response.status(Status.create(fault.httpStatus())).header(HeaderNames.CONTENT_TYPE, mediaType).send(Json.bytes(body(fault)));
    }
}
