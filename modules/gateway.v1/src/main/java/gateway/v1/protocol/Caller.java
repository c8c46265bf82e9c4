package gateway.v1.protocol;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import usage.store.ErrorType;

/// The way back to a caller: one whole answer or a stream of pieces, each sent at once. Knows when the caller has gone.
final class Caller {

    private static final HeaderName OVERHEAD = HeaderNames.create("x-lakehouse-overhead-ms");

    private final ServerResponse response;
    private final ErrorShape errors;
    private Optional<OutputStream> stream = Optional.empty();

    Caller(ServerResponse response, ErrorShape errors) {
        this.response = response;
        this.errors = errors;
    }

    /// Sets what every answer carries, unless a stream has begun.
    void begin(Duration overhead) {
        if (stream.isEmpty()) {
            response.header(OVERHEAD, String.format(Locale.ROOT, "%.3f", overhead.toNanos() / 1e6));
        }
    }

    boolean isStreaming() {
        return stream.isPresent();
    }

    void sendJson(JsonNode body) {
        send("application/json", Json.bytes(body));
    }

    void send(String mediaType, byte[] body) {
        deliver(() -> response.status(Status.OK_200).header(HeaderNames.CONTENT_TYPE, mediaType).send(body));
    }

    /// Sends a piece of a stream; the first one sends the head before it.
    void stream(String mediaType, byte[] piece) {
        deliver(() -> {
            if (stream.isEmpty()) {
                response.status(Status.OK_200).header(HeaderNames.CONTENT_TYPE, mediaType).header(HeaderNames.CACHE_CONTROL,
                        "no-cache");
                stream = Optional.of(response.outputStream());
            }
            var out = stream.orElseThrow();
            out.write(piece);
            out.flush();
        });
    }

    /// Sends an event in the shape of server-sent events.
    void event(JsonNode data) {
        stream("text/event-stream", ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Ends a stream as its protocol has it.
    void end() {
        deliver(() -> stream.orElseThrow().close());
    }

    /// Answers with an error where nothing was answered yet.
    void error(Fault fault) {
        deliver(() -> errors.write(response, fault));
    }

    ErrorShape errors() {
        return errors;
    }

    private void deliver(Delivery delivery) {
        try {
            delivery.run();
        } catch (IOException | UncheckedIOException | CloseConnectionException | SocketWriterException e) {
            throw new GatewayException(new Fault(ErrorType.CLIENT_GONE, 499, "the client has hung up"), e);
        }
    }

    @FunctionalInterface
    private interface Delivery {
        void run() throws IOException;
    }
}
