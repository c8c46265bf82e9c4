package lakehouse.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.StreamSupport;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.eclipse.microprofile.config.Config;

/// Where the server may listen: anywhere but on loopback only with keys, because whoever reaches it may spend money.
final class Listener {

    private Listener() {}

    static void check(Config config) {
        Numbers.optional(config, "server.port", 0, 65_535);
        Numbers.optional(config, "sidecar.port", 0, 65_535);
        Numbers.optional(config, "data.min-free-bytes", 0, Long.MAX_VALUE);
        if (StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .anyMatch(key -> key.startsWith("server.sockets"))) {
            throw refusal("server.sockets: Lakehouse listens on one address only, server.host and server.port", null);
        }
        var host = config.getValue("server.host", String.class);
        boolean keys = config.getOptionalValue("auth.keys.0.key", String.class).isPresent();
        if (!keys && !address(host).isLoopbackAddress()) {
            throw refusal("server.host: " + host + " can be reached from other machines, and no key is configured: "
                    + "add one to auth.keys, or listen on 127.0.0.1", null);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw refusal("server.host: no address for '" + host + "'", e);
        }
    }

    private static LakehouseException refusal(String message, Exception cause) {
        return new LakehouseException(Code.CONFIGURATION, message, cause);
    }
}
