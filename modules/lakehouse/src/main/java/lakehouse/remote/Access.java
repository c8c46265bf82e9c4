package lakehouse.remote;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.configuration.Configuration;
import lakehouse.service.GatewayAddress;
import org.eclipse.microprofile.config.Config;

/// Where a running service is and which key opens it. A key that the configuration names is sent only to the address that
/// it names, never to a URL that was typed.
///
/// @param uri its address
/// @param key what is sent to it, where something is
public record Access(URI uri, Optional<String> key) {

    private static final String KEY = "LAKEHOUSE_KEY";

    public Access {
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null
                || !Stream.of("http", "https").anyMatch(scheme -> scheme.equalsIgnoreCase(uri.getScheme()))) {
            throw refusal("--url: needed is an address such as http://127.0.0.1:8080");
        }
        if (!key.orElse("").chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw refusal("--key: it has characters that no key can have");
        }
    }

    /// What was typed, else `LAKEHOUSE_KEY`, else what the service reads too.
    ///
    /// @param configuration asked only where it is needed
    /// @throws LakehouseException `CONFIGURATION`, naming what is wrong
    public static Access of(Optional<String> url, Optional<String> key, Map<String, String> environment,
            Supplier<Configuration> configuration) {
        var given = key.or(() -> Optional.ofNullable(environment.get(KEY))).filter(text -> !text.isEmpty());
        if (url.isPresent()) {
            return new Access(parsed(url.get()), given);
        }
        var config = configuration.get().config();
        int port = Integer.parseInt(config.getValue("server.port", String.class).strip());
        if (port == 0) {
            throw refusal("server.port: 0 lets the service take any free port; name the one that it has with --url");
        }
        return new Access(GatewayAddress.of(config, port), given.or(() -> configured(config)));
    }

    /// The first key that may do everything, else the first.
    private static Optional<String> configured(Config config) {
        var keys = IntStream.iterate(0, at -> at + 1).mapToObj(at -> "auth.keys." + at)
                .takeWhile(prefix -> config.getOptionalValue(prefix + ".key", String.class).isPresent()).toList();
        return keys.stream().filter(prefix -> isAdmin(config, prefix)).findFirst().or(() -> keys.stream().findFirst())
                .map(prefix -> config.getValue(prefix + ".key", String.class));
    }

    private static boolean isAdmin(Config config, String prefix) {
        return config.getOptionalValue(prefix + ".scopes", String[].class).stream().flatMap(Arrays::stream)
                .anyMatch("admin"::equals);
    }

    private static URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            // The cause would tell what was typed, and a password may be in it.
            throw refusal("--url: is not a URL");
        }
    }

    private static LakehouseException refusal(String message) {
        return new LakehouseException(Code.CONFIGURATION, message);
    }

    /// Does not tell the key.
    @Override
    public String toString() {
        return uri + (key.isPresent() ? " with a key" : " without a key");
    }
}
