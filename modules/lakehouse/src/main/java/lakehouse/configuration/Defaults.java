package lakehouse.configuration;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/// What holds where nothing else was said, about boot and the server; other modules know their own defaults.
final class Defaults {

    /// The gateway's limit on a request's body where none is configured.
    private static final long BODY_BYTES = 16L << 20;

    private static final Map<String, String> FIXED = Map.ofEntries( //
            Map.entry("data.dir", "./data"), //
            Map.entry("data.min-free-bytes", Long.toString(256L << 20)), //
            Map.entry("logging.format", "text"), //
            // What is streamed has no schema of its own, and its class is in no index.
            Map.entry("mp.openapi.schema.jakarta.ws.rs.core.StreamingOutput", "{\"name\":\"Streamed\",\"type\":\"string\"}"), //
            Map.entry("server.connection-options.tcp-no-delay", "true"), //
            Map.entry("server.host", "127.0.0.1"), //
            Map.entry("server.max-concurrent-requests", "4096"), //
            Map.entry("server.port", "8080"), //
            Map.entry("server.shutdown-grace-period", "PT30S"), //
            Map.entry("sidecar.port", "0"), //
            Map.entry("sidecar.url", "embedded"));

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
