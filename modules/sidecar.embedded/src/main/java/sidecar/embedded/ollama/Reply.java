package sidecar.embedded.ollama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// An answer in the making: one JSON object, or one to a line, each sent at once.
final class Reply {

    static final String JSON = "application/json; charset=utf-8";
    private static final String LINES = "application/x-ndjson";

    private final ServerResponse response;

    Reply(ServerResponse response) {
        this.response = response;
    }

    /// Answers with one object.
    void send(ObjectNode object) {
        response.header(HeaderNames.CONTENT_TYPE, JSON).send(bytes(object.toString()));
    }

    /// Answers with a text.
    void send(String text) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send(bytes(text));
    }

    /// Refuses in Ollama's shape.
    void refuse(int status, String message) {
        response.status(Status.create(status)).header(HeaderNames.CONTENT_TYPE, JSON).send(error(message));
    }

    /// Answers with a stream of objects. A caller that hangs up ends it; one that does not is never left with a stream
    /// that looks complete and is not.
    void stream(Stream<ObjectNode> objects) {
        response.header(HeaderNames.CONTENT_TYPE, LINES);
        try {
            var out = response.outputStream();
            for (var object : (Iterable<ObjectNode>) objects::iterator) {
                out.write(bytes(object + "\n"));
                out.flush();
            }
            out.close();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            throw new CloseConnectionException("the stream was cut", e);
        }
    }

    /// The body of a refusal.
    static byte[] error(String message) {
        return bytes(JsonNodeFactory.instance.objectNode().put("error", message).toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
