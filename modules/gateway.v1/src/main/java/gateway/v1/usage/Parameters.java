package gateway.v1.usage;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A question's parameters as they came: the values still percent-encoded, so that a comma between two values can be told
/// from one within a value (`%2C`).
///
/// @param encoded decoded names with encoded values
record Parameters(MultivaluedMap<String, String> encoded) {

    /// Refuses what is not known, because an ignored filter would answer another question.
    void refuseOthersThan(Set<String> known) {
        var unknown = new TreeSet<>(encoded.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw Fault.invalid(unknown.first(), "unknown parameter: " + String.join(", ", unknown)).asException();
        }
    }

    Optional<String> one(String name) {
        return Optional.ofNullable(encoded.getFirst(name)).map(text -> decoded(name, text)).filter(text -> !text.isBlank());
    }

    /// All values of a name, repeated or with commas between.
    List<String> values(String name) {
        var values = encoded.getOrDefault(name, List.of()).stream().flatMap(text -> Arrays.stream(text.split(",")))
                .map(text -> decoded(name, text).strip()).filter(text -> !text.isEmpty()).toList();
        if (values.isEmpty() && encoded.containsKey(name)) {
            throw Fault.invalid(name, name + " has no value").asException();
        }
        return values;
    }

    /// The values of those of `names` that are there, by what they stand for.
    <T> Map<T, List<String>> filters(Set<String> names, Function<String, T> meaning) {
        return names.stream().filter(encoded::containsKey).collect(Collectors.toMap(meaning, this::values, (one, other) -> {
            throw Fault.invalid("model", "model and target_model are the same column").asException();
        }));
    }

    OptionalLong number(String name) {
        return one(name).map(text -> OptionalLong.of(number(name, text))).orElseGet(OptionalLong::empty);
    }

    Optional<Instant> time(String name) {
        return one(name).map(text -> {
            try {
                return Instant.ofEpochSecond(number(name, text));
            } catch (DateTimeException e) {
                throw noNumber(name, text);
            }
        });
    }

    int limit(int otherwise, int most) {
        long limit = number("limit").orElse(otherwise);
        if (limit < 1 || limit > most) {
            throw Fault.invalid("limit", "limit must be from 1 to " + most).asException();
        }
        return (int) limit;
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw noNumber(name, text);
        }
    }

    private static GatewayException noNumber(String name, String text) {
        return Fault.invalid(name, name + " must be a whole number" + (name.endsWith("_time") ? " of unix seconds" : "")
                + ", not '" + text + "'").asException();
    }

    private static String decoded(String name, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Fault.invalid(name, name + " is not percent-encoded well: '" + text + "'").asException();
        }
    }
}
