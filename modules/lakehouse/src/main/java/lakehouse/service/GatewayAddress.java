package lakehouse.service;

import io.helidon.microprofile.server.ServerCdiExtension;
import jakarta.enterprise.inject.spi.BeanManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/// Where this process reaches its own gateway. Known once the server has started, because the port may be any free one.
public final class GatewayAddress implements Supplier<URI> {

    private final Config config;
    private final BeanManager beans;

    GatewayAddress(Config config, BeanManager beans) {
        this.config = config;
        this.beans = beans;
    }

    @Override
    public URI get() {
        return of(config, beans.getExtension(ServerCdiExtension.class).port());
    }

    /// Where a process of this machine reaches a gateway that listens on `port`.
    public static URI of(Config config, int port) {
        var host = config.getValue("server.host", String.class);
        try {
            var address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()) {
                host = "127.0.0.1";
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("server.host: no address for " + host, e);
        }
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
