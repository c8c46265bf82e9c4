package ai.client.http;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ClassicHttpResponse;

/// The head of an answer and the way to its body.
final class HttpExchange implements RawExchange {

    private static final System.Logger LOG = System.getLogger(HttpExchange.class.getName());
    /// How long the end of a body is waited for that should be there already.
    private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS,
            task -> Thread.ofVirtual().start(task));

    private final String server;
    private final Runnable abort;
    private final ClassicHttpResponse response;
    private final Optional<Body> body;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param server for messages
    /// @param abort closes the connection at once
    HttpExchange(String server, Runnable abort, ClassicHttpResponse response) throws IOException {
        this.server = server;
        this.abort = abort;
        this.response = response;
        this.body = response.getEntity() == null
                ? Optional.empty()
                : Optional.of(new Body(server, response.getEntity().getContent()));
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(header -> header.getValue());
    }

    @Override
    public Map<String, List<String>> headers() {
        var headers = new LinkedHashMap<String, List<String>>();
        Arrays.stream(response.getHeaders())
                .forEach(header -> headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue()));
        return headers;
    }

    @Override
    public InputStream body() {
        return body.<InputStream>map(some -> some).orElseGet(InputStream::nullInputStream);
    }

    @Override
    public void release() {
        Thread.ofVirtual().name("rest-of-answer").start(() -> {
            readRest();
            close();
        });
        LATER.execute(this::close);
    }

    /// Closes the connection, unless the body was read to its end.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (body.isPresent() && !body.get().ended) {
                // Closing the answer alone would read the rest of it.
                abort.run();
            }
            try {
                response.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a connection to {0} did not close well: {1}", server, e.getMessage());
            }
        }
    }

    /// More than the end of the body would be no rest: then the connection is closed.
    private void readRest() {
        try {
            body().read();
        } catch (AiException e) {
            LOG.log(Level.DEBUG, "a connection ended with its answer: {0}", e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the body reports its failures as AiException", e);
        }
    }

    /// A body whose failures are ours: a plain end is never taken for a cut, nor a cut for an end.
    private static final class Body extends FilterInputStream {

        private final String server;
        private volatile boolean ended;

        Body(String server, InputStream in) {
            super(in);
            this.server = server;
        }

        /// Nothing: the client's stream would wait for more of the answer; [HttpExchange#close] ends it.
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
                int read = in.read(buffer, offset, length);
                ended |= read < 0;
                return read;
            } catch (IOException | RuntimeException e) {
                throw TransportFailure.reading(server, e);
            }
        }
    }
}
