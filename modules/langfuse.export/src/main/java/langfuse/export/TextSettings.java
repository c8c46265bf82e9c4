package langfuse.export;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/// Whether Langfuse is told what was said.
///
/// @param kind `langfuse.text`
/// @param limit `langfuse.text-limit`: most characters of each side of an attempt
/// @param redact `langfuse.redact`: what is not to be told, besides what is known to be private, as patterns of RE2
public record TextSettings(Kind kind, int limit, List<String> redact) {

    /// Nothing of it.
    public static final TextSettings OFF = new TextSettings(Kind.OFF, 1, List.of());

    private static final String TEXT = "langfuse.text";
    private static final String LIMIT = "langfuse.text-limit";
    private static final String REDACT = "langfuse.redact";
    private static final int USUAL_LIMIT = 1 << 15;
    private static final int MOST_LIMIT = 1 << 18;

    /// How much of it is told.
    public enum Kind {
        /// Nothing.
        OFF,
        /// All but what is private.
        REDACTED,
        /// All.
        FULL
    }

    public TextSettings {
        redact = List.copyOf(redact);
    }

    static TextSettings read(Config config) {
        var kind = text(config, TEXT).map(TextSettings::kind).orElse(Kind.OFF);
        var limit = text(config, LIMIT).map(TextSettings::limit).orElse(USUAL_LIMIT);
        var keys = keys(config);
        keys.forEach(key -> check(key, config.getValue(key, String.class)));
        return new TextSettings(kind, limit, keys.stream().map(key -> config.getValue(key, String.class)).toList());
    }

    private static Kind kind(String name) {
        return Arrays.stream(Kind.values()).filter(kind -> wireName(kind).equals(name)).findFirst()
                .orElseThrow(() -> new LangfuseException(TEXT + " cannot be '" + name + "': known are "
                        + Arrays.stream(Kind.values()).map(TextSettings::wireName).collect(Collectors.joining(", "))));
    }

    private static String wireName(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static int limit(String number) {
        try {
            int limit = Integer.parseInt(number);
            if (limit >= 1 && limit <= MOST_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new LangfuseException(LIMIT + " cannot be '" + number + "': from 1 to " + MOST_LIMIT + " characters");
    }

    /// A list's items in their order; or one pattern by itself. There may be commas in a pattern.
    private static List<String> keys(Config config) {
        var items = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(key -> key.startsWith(REDACT + "."));
        return Stream.concat(Stream.of(REDACT), items).filter(key -> config.getOptionalValue(key, String.class).isPresent())
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())).distinct().toList();
    }

    private static void check(String key, String pattern) {
        try {
            if (Pattern.compile(pattern).matcher("").find()) {
                throw new LangfuseException(key + " cannot be a pattern that is found in an empty text: it would be everywhere");
            }
        } catch (PatternSyntaxException e) {
            throw new LangfuseException(key + " is no pattern of RE2: " + e.getDescription());
        }
    }

    private static Optional<String> text(Config config, String key) {
        return config.getOptionalValue(key, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }
}
