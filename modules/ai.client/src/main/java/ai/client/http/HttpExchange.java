package ai.client.http;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.HttpClientResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// The head of an answer and the way to its body.
final class HttpExchange implements RawExchange {

    private static final System.Logger LOG = System.getLogger(HttpExchange.class.getName());

    /// How long the end of a body is waited for that should be there already.
    private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS,
            task -> Thread.ofVirtual().start(task));

    private final HttpClientResponse response;
    private final InputStream body;

    HttpExchange(URI server, HttpClientResponse response) {
        this.response = response;
        this.body = response.entity().hasEntity() ? new Body(server, response.inputStream()) : InputStream.nullInputStream();
    }

    @Override
    public int status() {
        return response.status().code();
    }

    @Override
    public Optional<String> header(String name) {
        return response.headers().first(HeaderNames.create(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        return response.headers().stream().collect(Collectors.toMap(Header::name, Header::allValues));
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void release() {
        var closed = new AtomicBoolean();
        Thread.ofVirtual().name("rest-of-answer").start(() -> {
            readRest();
            closeOnce(closed);
        });
        LATER.execute(() -> closeOnce(closed));
    }

    /// More than the end of the body would be no rest: then the connection is closed.
    private void readRest() {
        try {
            body.read();
        } catch (AiException e) {
            LOG.log(Level.DEBUG, "a connection ended with its answer: {0}", e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the body reports its failures as AiException", e);
        }
    }

    private void closeOnce(AtomicBoolean closed) {
        if (closed.compareAndSet(false, true)) {
            response.close();
        }
    }

    @Override
    public void close() {
        response.close();
    }

    /// A body whose failures are ours: a plain end is never taken for a cut, nor a cut for an end.
    private static final class Body extends FilterInputStream {

        private final URI server;

        Body(URI server, InputStream in) {
            super(in);
            this.server = server;
        }

        /// Nothing: the web client's stream would wait for more of the answer; [HttpExchange#close] ends it.
        @Override
        public void close() {}

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException | RuntimeException e) {
                throw TransportFailure.reading(server, e);
            }
        }
    }
}
