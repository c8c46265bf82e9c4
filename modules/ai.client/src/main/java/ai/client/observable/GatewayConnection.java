package ai.client.observable;

import ai.client.direct.Timeouts;
import ai.client.http.HttpTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/// The REST client of the gateway, made when it is first needed and again when the gateway's address has changed.
final class GatewayConnection implements AutoCloseable {

    private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(15));

    private final Supplier<URI> address;
    private final Optional<String> key;
    private URI builtFor;
    private GatewayApi api;

    GatewayConnection(Supplier<URI> address, Optional<String> key) {
        this.address = address;
        this.key = key;
    }

    Optional<String> key() {
        return key;
    }

    URI uri() {
        return address.get();
    }

    synchronized GatewayApi api() {
        var uri = address.get();
        if (!uri.equals(builtFor)) {
            close();
            api = build(uri);
            builtFor = uri;
        }
        return api;
    }

    private static GatewayApi build(URI uri) {
        return RestClientBuilder.newBuilder().baseUri(uri).followRedirects(false).register(CallHeaders.ONLY_WITH_VALUE)
                .register(new TransportConnector(new HttpTransport(uri.resolve("/"), Map.of(), TIMEOUTS)))
                .property("microprofile.rest.client.disable.default.mapper", true).build(GatewayApi.class);
    }

    @Override
    public synchronized void close() {
        if (builtFor == null) {
            return;
        }
        builtFor = null;
        try {
            api.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
