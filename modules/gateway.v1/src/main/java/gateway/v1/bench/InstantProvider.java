package gateway.v1.bench;

import gateway.v1.call.BodyBytes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A provider in OpenAI's protocol that answers at once, whatever it is asked: whole, as a stream, or as a stream that stands
/// open until it is let go.
public final class InstantProvider implements AutoCloseable {

    /// Events of a stream, before its end.
    static final int EVENTS = 2000;

    private static final long TO_SECOND_EVENT = 5_000_000;
    private static final byte[] WHOLE = """
            {"id":"instant","object":"chat.completion","created":1767225600,"model":"m","choices":[{"index":0,"message":\
            {"role":"assistant","content":"PONG"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":4,"completion_tokens":1,"total_tokens":5}}""".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EVENT = event(
            "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"},\"finish_reason\":null}]");
    private static final byte[] END = concatenated(event("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]"),
            event("\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2000,\"total_tokens\":2004}"),
            "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));

    private final WebServer server;
    private final AtomicInteger open = new AtomicInteger();
    private volatile CountDownLatch letGo = new CountDownLatch(1);

    public InstantProvider() {
        server = WebServer.builder().host("127.0.0.1").port(0).connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> routing.post("/v1/chat/completions", this::answer)
                        .post("/v1/standing/chat/completions", this::stand))
                .build().start();
    }

    /// What an OpenAI client takes for its base URL.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + "/v1");
    }

    /// The same, whose streams stand open after their first event.
    URI standing() {
        return URI.create(uri() + "/standing");
    }

    /// How many streams stand open.
    int open() {
        return open.get();
    }

    /// Ends all streams that stand open.
    void letGo() {
        letGo.countDown();
        letGo = new CountDownLatch(1);
    }

    @Override
    public void close() {
        server.stop();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        byte[] body = body(request);
        if (!new String(body, StandardCharsets.UTF_8).contains("\"stream\":true")) {
            response.header(HeaderNames.CONTENT_TYPE, "application/json").send(WHOLE);
            return;
        }
        stream(response, out -> {
            out.write(EVENT);
            out.flush();
            // The first token is measured by itself, not against the others.
            LockSupport.parkNanos(TO_SECOND_EVENT);
            for (int at = 1; at < EVENTS; at++) {
                out.write(EVENT);
                out.flush();
            }
        });
    }

    private static byte[] body(ServerRequest request) {
        try (var in = request.content().inputStream()) {
            return BodyBytes.read(in, request.headers().contentLength(), Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stand(ServerRequest request, ServerResponse response) {
        request.content().consume();
        var end = letGo;
        stream(response, out -> {
            out.write(EVENT);
            out.flush();
            open.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                open.decrementAndGet();
            }
        });
    }

    private static void stream(ServerResponse response, Events events) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (var out = response.outputStream()) {
            events.write(out);
            out.write(END);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] event(String fields) {
        return ("data: {\"id\":\"instant\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"m\"," + fields
                + "}\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concatenated(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @FunctionalInterface
    private interface Events {
        void write(OutputStream out) throws IOException;
    }
}
