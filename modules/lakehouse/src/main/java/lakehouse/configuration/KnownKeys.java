package lakehouse.configuration;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The top-level keys that something reads. A key that nothing reads is a slip of the pen: refused, not ignored.
final class KnownKeys {

    private static final Set<String> OURS = Set.of("auth", "breaker", "data", "defaults", "langfuse", "limits", "models",
            "prices", "providers", "retries", "server", "sidecar", "streams", "timeouts", "usage", "vectors");
    /// Read by the parts of Helidon that serve health, metrics and the description of the API.
    private static final Set<String> HELIDON = Set.of("cdi", "features", "health", "metrics", "mp", "openapi");

    private KnownKeys() {}

    /// What is wrong with a key, where something is.
    static Optional<String> problem(String key) {
        if (OURS.contains(key) || HELIDON.contains(key)) {
            return Optional.empty();
        }
        var nearest = OURS.stream().min(Comparator.comparingInt(known -> distance(known, key))).orElseThrow();
        return Optional.of("unknown key '" + key + "'" + (distance(nearest, key) <= Math.max(1, nearest.length() / 2)
                ? ", did you mean '" + nearest + "'?"
                : "; known keys: " + String.join(", ", new TreeSet<>(OURS))));
    }

    /// Levenshtein's distance: letters to insert, delete or replace.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[other.length()];
    }
}
