package lakehouse.configuration;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/// What holds where nothing else was said, about boot and the server; other modules know their own defaults.
final class Defaults {

    /// The gateway's limit on a request's body where none is configured.
    private static final long BODY_BYTES = 16L << 20;

    private static final Map<String, String> FIXED = Map.of( //
            "data.dir", "./data", //
            "data.min-free-bytes", Long.toString(256L << 20), //
            "logging.format", "text", //
            "server.connection-options.tcp-no-delay", "true", //
            "server.host", "127.0.0.1", //
            "server.max-concurrent-requests", "4096", //
            "server.port", "8080", //
            "server.shutdown-grace-period", "PT30S", //
            "sidecar.port", "0", //
            "sidecar.url", "embedded");

    private Defaults() {}

    /// The defaults that go with what was configured.
    static Map<String, String> beside(Config given) {
        var defaults = new HashMap<>(FIXED);
        // Above the gateway's own limit, so that the gateway can refuse in the shape of the caller's protocol.
        long body = Numbers.optional(given, "limits.max-body-bytes", 1, Long.MAX_VALUE / 2).orElse(BODY_BYTES);
        defaults.put("server.max-payload-size", Long.toString(2 * body));
        return defaults;
    }
}
