package gateway.v1.door;

import gateway.v1.ConfigurationException;
import gateway.v1.InternalCredential;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All keys that open the door, by their hashes, so that looking one up takes the same time whatever was guessed.
public final class KeyRing {

    private static final String BEARER = "bearer ";

    private final Map<String, Visitor> visitors = new HashMap<>();
    private final boolean needed;

    public KeyRing(List<ApiKey> keys, InternalCredential internal) {
        needed = !keys.isEmpty();
        keys.forEach(key -> {
            if (visitors.put(hash(key.secret()), new Visitor(Optional.of(key.name()), key.scopes(), false)) != null) {
                throw new ConfigurationException("auth.keys: key '" + key.name() + "' has the same secret as another");
            }
        });
        visitors.put(hash(internal.value()), Visitor.COMPONENT);
    }

    /// Whether a key is needed at all.
    boolean isNeeded() {
        return needed;
    }

    /// Who sent these headers; empty where a key is needed and none that is known was sent. Where none is needed an
    /// unknown one does not matter: SDKs cannot be kept from sending one.
    Optional<Visitor> identify(ServerRequestHeaders headers) {
        var known = presented(headers).map(KeyRing::hash).map(visitors::get);
        return known.isPresent() || needed ? known : Optional.of(Visitor.ANYONE);
    }

    private static Optional<String> presented(ServerRequestHeaders headers) {
        return headers.first(HeaderNames.AUTHORIZATION).filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip()).or(() -> headers.first(HeaderNames.create("x-api-key")));
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
