package ai.client.direct;

import ai.client.http.HttpTransport;
import java.net.URI;
import java.util.Map;

/// Raw exchanges with one server, in which nothing is understood and so nothing is lost. Reuses connections; repeats no
/// request and follows no redirect.
public interface RawClient extends AutoCloseable {

    /// A client of the server at `baseUrl`, whatever it speaks.
    ///
    /// @param baseUrl paths of requests are appended to its path
    /// @param headers sent with every request, such as `authorization`
    static RawClient to(URI baseUrl, Map<String, String> headers, Timeouts timeouts) {
        var transport = new HttpTransport(baseUrl, headers, timeouts);
        return new RawClient() {
            @Override
            public RawExchange exchange(RawRequest request, Runnable leaving) {
                return transport.exchange(request, leaving);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    /// Sends a request and waits for the head of its answer, whatever its status.
    ///
    /// @throws ai.client.AiException `connect` where nothing was sent, `cut` where the server hung up, `timeout`
    default RawExchange exchange(RawRequest request) {
        return exchange(request, () -> {});
    }

    /// The same, for a caller that must know when the server may receive it.
    ///
    /// @param leaving run on this thread once the connection stands, before the first byte leaves; never where nothing was
    ///        sent. It must not throw
    RawExchange exchange(RawRequest request, Runnable leaving);

    @Override
    void close();
}
