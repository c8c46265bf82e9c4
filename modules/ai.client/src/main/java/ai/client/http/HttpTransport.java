package ai.client.http;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import ai.client.direct.Timeouts;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.WebClient;
import java.net.URI;
import java.util.Map;

/// Raw exchanges over Helidon's web client: blocking sockets, no redirects, no repeats. Both clients stand on it.
public final class HttpTransport implements AutoCloseable {

    private final URI baseUrl;
    private final Map<String, String> headers;
    private final WebClient web;

    /// A transport to one server.
    ///
    /// @param headers sent with every request
    public HttpTransport(URI baseUrl, Map<String, String> headers, Timeouts timeouts) {
        this.baseUrl = baseUrl;
        this.headers = Map.copyOf(headers);
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
            return new HttpExchange(baseUrl, request.body().length == 0 ? call.request() : call.submit(request.body()));
        } catch (IllegalArgumentException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, at(request) + ": answer is not HTTP", e);
        } catch (RuntimeException e) {
            throw TransportFailure.opening(at(request), e);
        }
    }

    @Override
    public void close() {
        web.closeResource();
    }

    private String at(RawRequest request) {
        return request.method() + " " + baseUrl + request.path();
    }
}
