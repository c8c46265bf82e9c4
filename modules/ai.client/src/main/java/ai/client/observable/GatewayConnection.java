package ai.client.observable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.RequestEntityProcessing;

/// The REST client of the gateway, made when it is first needed and again when the gateway's address has changed.
final class GatewayConnection implements AutoCloseable {

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

    /// A body that is streamed cannot be sent twice: that keeps the JDK's HTTP connection, which would otherwise repeat
    /// a POST when a kept connection fails, from doing so.
    private static GatewayApi build(URI uri) {
        return RestClientBuilder.newBuilder().baseUri(uri).connectTimeout(5, TimeUnit.SECONDS).readTimeout(15, TimeUnit.MINUTES)
                .followRedirects(false).register(CallHeaders.ONLY_WITH_VALUE)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .property(ClientProperties.REQUEST_ENTITY_PROCESSING, RequestEntityProcessing.CHUNKED).build(GatewayApi.class);
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
