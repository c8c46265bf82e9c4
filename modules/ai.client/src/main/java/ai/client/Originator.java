package ai.client;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// On whose behalf a component makes a call: whoever sent the request that it is serving.
///
/// @param apiKeyId name of the key that request came with
/// @param endUser the user it named
public record Originator(Optional<String> apiKeyId, Optional<String> endUser) {

    /// Nobody but the caller itself.
    public static final Originator NONE = new Originator(Optional.empty(), Optional.empty());

    /// This originator as the value of the header `x-lakehouse-on-behalf-of`: `key=…&user=…`, form-encoded.
    public String header() {
        return pair("key", apiKeyId) + (apiKeyId.isPresent() && endUser.isPresent() ? "&" : "") + pair("user", endUser);
    }

    /// Reads the header's value; parts it does not know are ignored.
    ///
    /// @throws IllegalArgumentException where an escape in it is broken
    public static Originator parse(String header) {
        Map<String, String> parts = Arrays.stream(header.split("&")).map(part -> part.split("=", 2))
                .filter(part -> part.length == 2)
                .collect(Collectors.toMap(part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8),
                        (a, b) -> b));
        return new Originator(Optional.ofNullable(parts.get("key")), Optional.ofNullable(parts.get("user")));
    }

    private static String pair(String name, Optional<String> value) {
        return value.map(text -> name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8)).orElse("");
    }
}
