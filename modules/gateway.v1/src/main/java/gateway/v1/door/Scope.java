package gateway.v1.door;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a key may do.
public enum Scope {
    /// Call models.
    CALL,
    /// Read the ledger, metrics and health.
    USAGE,
    /// Use `/vectors`.
    VECTORS,
    /// Operate the service.
    ADMIN;

    /// The scope of that name.
    public static Optional<Scope> of(String name) {
        return Arrays.stream(values()).filter(scope -> scope.name().toLowerCase(Locale.ROOT).equals(name)).findFirst();
    }
}
