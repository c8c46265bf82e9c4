package ai.client.http;

import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import ai.client.direct.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Raw exchanges over Apache's HTTP client: blocking sockets, no redirects, no repeats, nothing added to what is sent but `host`,
/// the body's length and the connection's own. Both clients stand on it.
public final class HttpTransport implements AutoCloseable {

    /// Whoever calls bounds the number of calls; the pool must not.
    private static final int MOST_CONNECTIONS = 100_000;
    /// A connection that was idle for longer is looked at before it is used, which takes a millisecond: under load there is none.
    private static final TimeValue SURELY_OPEN = TimeValue.ofMilliseconds(200);
    private static final TimeValue MOST_IDLE = TimeValue.ofMinutes(1);

    private static final ScopedValue<Runnable> LEAVING = ScopedValue.newInstance();

    private final HttpHost host;
    private final String basePath;
    private final Map<String, String> headers;
    private final CloseableHttpClient http;

    /// A transport to one server.
    ///
    /// @param headers sent with every request
    public HttpTransport(URI baseUrl, Map<String, String> headers, Timeouts timeouts) {
        this.host = new HttpHost(baseUrl.getScheme(), baseUrl.getHost(), baseUrl.getPort());
        this.basePath = withoutClosingSlash(baseUrl.getRawPath());
        this.headers = Map.copyOf(headers);
        var read = Timeout.of(timeouts.read());
        this.http = HttpClients.custom().setConnectionManager(connections(Timeout.of(timeouts.connect()), read))
                .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(Timeout.of(timeouts.connect()))
                        .setResponseTimeout(read).setExpectContinueEnabled(false).build())
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sending", HttpTransport::watchSending)
                .disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().disableAuthCaching()
                .disableContentCompression().disableDefaultUserAgent().evictExpiredConnections().evictIdleConnections(MOST_IDLE)
                .build();
    }

    /// Sends a request and waits for the head of its answer, whatever its status.
    ///
    /// @throws ai.client.AiException `connect`, `connect_timeout`, `cut`, `timeout` or `bad_response`
    public RawExchange exchange(RawRequest request) {
        return exchange(request, () -> {});
    }

    /// The same.
    ///
    /// @param leaving run on this thread once the connection stands, before the first byte leaves; must not throw
    public RawExchange exchange(RawRequest request, Runnable leaving) {
        var sent = new AtomicBoolean();
        try {
            var message = message(request);
            return ScopedValue.where(LEAVING, () -> {
                sent.set(true);
                leaving.run();
            })
                    .call(() -> new HttpExchange(host.toURI(), message::cancel, http.executeOpen(host, message, null)));
        } catch (IOException | RuntimeException e) {
            throw TransportFailure.opening(request.method() + " " + host.toURI() + basePath + request.path(), sent.get(), e);
        }
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException("connections to " + host.toURI() + " cannot be closed", e);
        }
    }

    private HttpUriRequestBase message(RawRequest request) {
        var message = new HttpUriRequestBase(request.method(), URI.create(host.toURI() + basePath + request.path()));
        headers.forEach(message::setHeader);
        request.headers().forEach(message::setHeader);
        if (request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return message;
    }

    /// The step at which the connection stands and the first byte is about to leave; nothing else tells a request that was never
    /// sent from one whose answer failed.
    private static ClassicHttpResponse watchSending(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        LEAVING.get().run();
        return chain.proceed(request, scope);
    }

    private static HttpClientConnectionManager connections(Timeout connect, Timeout read) {
        return PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS).setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setConnPoolPolicy(PoolReusePolicy.LIFO)
                .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(read).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(connect).setSocketTimeout(read)
                        .setValidateAfterInactivity(SURELY_OPEN).build())
                .build();
    }

    private static String withoutClosingSlash(String path) {
        return path == null ? "" : path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
