package ai.client.http;

import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import ai.client.direct.Timeouts;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Raw exchanges over Helidon's web client: blocking sockets, no redirects, no repeats. Both clients stand on it.
public final class HttpTransport implements AutoCloseable {

    private static final ScopedValue<AtomicBoolean> SENT = ScopedValue.newInstance();

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
                .followRedirects(false).sendExpectContinue(false).shareConnectionCache(false)
                .addService(HttpTransport::watchSending).build();
    }

    /// Sends a request and waits for the head of its answer, whatever its status.
    ///
    /// @throws ai.client.AiException `connect`, `connect_timeout`, `cut`, `timeout` or `bad_response`
    public RawExchange exchange(RawRequest request) {
        var path = request.path().split("\\?", 2);
        var call = web.method(Method.create(request.method())).path(path[0]);
        Stream.of(path).skip(1).flatMap(query -> Stream.of(query.split("&"))).map(pair -> pair.split("=", 2))
                .forEach(pair -> call.queryParam(pair[0], pair.length > 1 ? pair[1] : ""));
        headers.forEach((name, value) -> call.header(HeaderNames.create(name), value));
        request.headers().forEach((name, value) -> call.header(HeaderNames.create(name), value));
        var sent = new AtomicBoolean();
        try {
            return ScopedValue.where(SENT, sent)
                    .call(() -> new HttpExchange(baseUrl,
                            request.body().length == 0 ? call.request() : call.submit(request.body())));
        } catch (RuntimeException e) {
            throw TransportFailure.opening(at(request), sent.get(), e);
        }
    }

    /// The web client tells the moment when the connection stands and the first byte is about to leave; nothing else tells
    /// a request that was never sent from one whose answer failed.
    private static WebClientServiceResponse watchSending(WebClientService.Chain chain, WebClientServiceRequest request) {
        var sent = SENT.get();
        request.whenSent().thenRun(() -> sent.set(true));
        return chain.proceed(request);
    }

    @Override
    public void close() {
        web.closeResource();
    }

    private String at(RawRequest request) {
        return request.method() + " " + baseUrl + request.path();
    }
}
