package lakehouse.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The keys that something reads, and what their values look like: those of the example configuration, `etc/lakehouse.yaml`,
/// which has them all. A key that nothing reads is a slip of the pen: refused, not ignored.
final class KnownKeys {

    /// A `#` with text right after it is an example that is switched off.
    private static final Pattern SWITCHED_OFF = Pattern.compile("^(\\s*)#(?=\\S)", Pattern.MULTILINE);
    /// Read by the parts of Helidon that serve health, metrics and the description of the API.
    private static final Set<String> HELIDON = Set.of("cdi", "features", "health", "metrics", "mp", "openapi");
    /// Helidon reads more there than we speak of: only what is nearly one of ours is a slip.
    private static final String SERVER = "server";
    private static final int SLIP = 2;
    /// What is right below has names of the operator's own; what an alias may be, the gateway says.
    private static final String PROVIDERS = "providers";
    private static final String MODELS = "models";
    private static final String ANY = "*";

    private static final Map<String, String> EXAMPLES = examples();

    private KnownKeys() {}

    /// What is wrong with a key of a value, where something is.
    static Optional<String> problem(String key, String value) {
        var names = List.of(key.split("\\.", -1));
        if (HELIDON.contains(names.getFirst()) || names.getFirst().equals(MODELS)) {
            return Optional.empty();
        }
        var pattern = pattern(key);
        // A list may be written with commas, and a group be left empty.
        if (EXAMPLES.containsKey(pattern) || EXAMPLES.containsKey(pattern + "." + ANY) || value.isEmpty() && isGroup(pattern)) {
            return Optional.empty();
        }
        return isGroup(pattern)
                ? Optional.of("'" + key + "' is no value but has keys: " + String.join(", ", below(pattern)))
                : unknown(key, pattern);
    }

    private static Optional<String> unknown(String key, String pattern) {
        var group = pattern;
        do {
            group = group.contains(".") ? group.substring(0, group.lastIndexOf('.')) : "";
            if (EXAMPLES.containsKey(group)) {
                return Optional.of("unknown key '" + key + "': what is above it is a value");
            }
        } while (!group.isEmpty() && below(group).isEmpty());
        int depth = group.isEmpty() ? 0 : group.split("\\.").length;
        var names = List.of(key.split("\\.", -1));
        var wrong = names.get(depth);
        var before = String.join(".", names.subList(0, depth)) + (depth == 0 ? "" : ".");
        var known = below(group);
        var nearest = known.stream().min(Comparator.comparingInt(name -> distance(name, wrong))).orElseThrow();
        int distance = distance(nearest, wrong);
        if (names.getFirst().equals(SERVER) && distance > SLIP) {
            return Optional.empty();
        }
        return Optional.of("unknown key '" + before + wrong + "'" + (distance <= Math.max(1, nearest.length() / 2)
                ? ", did you mean '" + before + nearest + "'?"
                : "; known keys: " + String.join(", ", known)));
    }

    /// The keys without names of the operator's own and places in lists, each with a value that shows what it looks like.
    static Map<String, String> withFixedNames() {
        var fixed = new TreeMap<>(EXAMPLES);
        fixed.keySet().removeIf(key -> key.contains(ANY));
        return fixed;
    }

    private static boolean isGroup(String pattern) {
        return !below(pattern).isEmpty();
    }

    /// The names right below a group, in the order of letters.
    private static Set<String> below(String group) {
        var start = group.isEmpty() ? "" : group + ".";
        var names = new TreeSet<String>();
        EXAMPLES.keySet().stream().filter(key -> key.startsWith(start))
                .forEach(key -> names.add(key.substring(start.length()).split("\\.")[0]));
        return names;
    }

    /// With `*` for the operator's own names and for places in lists.
    private static String pattern(String key) {
        var names = key.split("\\.", -1);
        for (int at = 1; at < names.length; at++) {
            if (names[at].matches("\\d+") || at == 1 && (names[0].equals(PROVIDERS) || names[0].equals(MODELS))) {
                names[at] = ANY;
            }
        }
        return String.join(".", names);
    }

    private static Map<String, String> examples() {
        try (var file = KnownKeys.class.getResourceAsStream("lakehouse.yaml")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            var examples = new TreeMap<String, String>();
            ConfigurationFile.flat(SWITCHED_OFF.matcher(text).replaceAll("$1"))
                    .forEach((key, value) -> examples.putIfAbsent(pattern(key), value));
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
