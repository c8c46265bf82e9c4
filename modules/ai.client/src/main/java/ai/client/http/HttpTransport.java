package ai.client.http;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import ai.client.direct.Timeouts;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Raw exchanges over Helidon's web client: blocking sockets, no redirects, no repeats. Both clients stand on it.
public final class HttpTransport implements AutoCloseable {

    private final URI baseUrl;
    private final Map<String, String> headers;
    private final Timeouts timeouts;
    private final WebClient web;

    /// A transport to one server.
    ///
    /// @param headers sent with every request
    public HttpTransport(URI baseUrl, Map<String, String> headers, Timeouts timeouts) {
        this.baseUrl = baseUrl;
        this.headers = Map.copyOf(headers);
        this.timeouts = timeouts;
        this.web = WebClient.builder().baseUri(baseUrl).connectTimeout(timeouts.connect()).readTimeout(timeouts.read())
                .followRedirects(false).sendExpectContinue(false).shareConnectionCache(false).build();
    }

    /// Sends a request and waits for the head of its answer, whatever its status.
    ///
    /// @throws AiException `connect`, `connect_timeout`, `cut`, `timeout` or `bad_response`
    public RawExchange exchange(RawRequest request) {
        var call = web.method(Method.create(request.method())).path(request.path());
        headers.forEach((name, value) -> call.header(HeaderNames.create(name), value));
        request.headers().forEach((name, value) -> call.header(HeaderNames.create(name), value));
        try {
            return new Exchange(request.body().length == 0 ? call.request() : call.submit(request.body()));
        } catch (IllegalArgumentException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, at(request) + ": answer is not HTTP", e);
        } catch (RuntimeException e) {
            throw failure(request, e);
        }
    }

    @Override
    public void close() {
        web.closeResource();
    }

    private String at(RawRequest request) {
        return request.method() + " " + baseUrl + request.path();
    }

    private AiException failure(RawRequest request, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return new AiException(AiException.Code.CONNECT, at(request) + ": no connection (" + cause.getMessage() + ")",
                        failure);
            }
            if (cause instanceof SocketTimeoutException late) {
                // The JDK has one type for both; only its message tells whether the connection stood.
                var connecting = "Connect timed out".equals(late.getMessage());
                return new AiException(connecting ? AiException.Code.CONNECT_TIMEOUT : AiException.Code.TIMEOUT,
                        at(request) + ": no answer in time", failure);
            }
        }
        return new AiException(AiException.Code.CUT, at(request) + ": the server hung up before it answered", failure);
    }

    /// The head of an answer and the way to its body.
    private final class Exchange implements RawExchange {

        private final HttpClientResponse response;
        private final InputStream body;

        Exchange(HttpClientResponse response) {
            this.response = response;
            this.body = response.entity().hasEntity() ? new Body(response.inputStream()) : InputStream.nullInputStream();
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
        public void close() {
            response.close();
        }
    }

    /// A body whose failures are ours: a plain end is never taken for a cut, nor a cut for an end.
    private final class Body extends FilterInputStream {

        Body(InputStream in) {
            super(in);
        }

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
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    if (cause instanceof SocketTimeoutException) {
                        throw new AiException(AiException.Code.TIMEOUT,
                                baseUrl + ": the answer stalled for over " + timeouts.read(), e);
                    }
                }
                throw new AiException(AiException.Code.CUT, baseUrl + ": the server hung up in the middle of its answer", e);
            }
        }
    }
}
