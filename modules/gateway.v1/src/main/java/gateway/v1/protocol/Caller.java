package gateway.v1.protocol;

import gateway.v1.attempt.WayBack;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import usage.store.ErrorType;

/// The way back to a caller: one whole answer or a stream of pieces. Pieces that come together are sent together. Knows when the
/// caller has gone.
public final class Caller implements WayBack {

    private static final HeaderName OVERHEAD = HeaderNames.create("x-lakehouse-overhead-ms");

    /// Bytes that may wait to be sent together.
    private static final int MOST_WAITING = 16 << 10;

    private final ServerResponse response;
    private final ErrorShape errors;
    private final StreamEnd end;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean streaming;
    private Optional<OutputStream> stream = Optional.empty();
    private List<HeaderName> passed = List.of();

    public Caller(ServerResponse response, ErrorShape errors) {
        this.response = response;
        this.errors = errors;
        this.end = new StreamEnd(errors.streamType());
    }

    /// Sets what every answer carries, unless a stream has begun. An answer that was begun before, and of which nothing went out,
    /// leaves none of its headers.
    ///
    /// @param headers more of them, from the provider
    public void begin(Duration overhead, Map<String, String> headers) {
        if (!streaming) {
            response.header(OVERHEAD, String.format(Locale.ROOT, "%.3f", overhead.toNanos() / 1e6));
            passed.forEach(response.headers()::remove);
            passed = headers.keySet().stream().map(HeaderNames::create).toList();
            headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        }
    }

    @Override
    public boolean isStreaming() {
        return streaming;
    }

    public void sendJson(JsonNode body) {
        send("application/json", Json.bytes(body));
    }

    public void send(String mediaType, byte[] body) {
        deliver(() -> response.status(Status.OK_200).header(HeaderNames.CONTENT_TYPE, mediaType).send(body));
    }

    /// Sends a piece of a stream, at the latest with the next [#flush]; the first one sends the head before it.
    public void stream(byte[] piece) {
        waiting.writeBytes(piece);
        end.saw(piece);
        streaming |= piece.length > 0;
        if (waiting.size() >= MOST_WAITING) {
            flush();
        }
    }

    /// Sends what waits to be sent: called before anything else is waited for.
    @Override
    public void flush() {
        if (waiting.size() == 0) {
            return;
        }
        deliver(() -> {
            if (stream.isEmpty()) {
                response.status(Status.OK_200).header(HeaderNames.CONTENT_TYPE, errors.streamType()).header(
                        HeaderNames.CACHE_CONTROL,
                        "no-cache");
                stream = Optional.of(response.outputStream());
            }
            var out = stream.orElseThrow();
            waiting.writeTo(out);
            waiting.reset();
            out.flush();
        });
    }

    /// Ends the piece that was sent last, where whoever wrote it did not.
    public void endPiece() {
        stream(end.missing());
    }

    /// Sends an event in the shape of server-sent events.
    public void event(JsonNode data) {
        endPiece();
        stream(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /// The same, with a name.
    public void event(String name, JsonNode data) {
        endPiece();
        stream(("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Sends a document and a line feed.
    public void line(JsonNode document) {
        stream((document + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Ends a stream as its protocol has it.
    public void end() {
        flush();
        deliver(() -> stream.orElseThrow().close());
    }

    /// Tells an error: as the answer where nothing was answered yet, else as the stream's last piece.
    public void fail(Fault fault) {
        if (isStreaming()) {
            endPiece();
            stream(errors.inStream(fault).getBytes(StandardCharsets.UTF_8));
            end();
        } else {
            deliver(() -> errors.write(response, fault));
        }
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
