package gateway.v1.config;

import gateway.v1.ConfigurationException;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/// A part of the configuration by its prefix: MicroProfile Config is flat, a YAML file is not, and its lists arrive as
/// keys with an index (`auth.keys.0.name`).
///
/// @param config the whole
/// @param prefix the part, without a closing dot
record ConfigTree(Config config, String prefix) {

    Optional<String> text(String name) {
        return config.getOptionalValue(prefix + "." + name, String.class).filter(value -> !value.isBlank());
    }

    /// @throws ConfigurationException naming the key
    String required(String name) {
        return text(name).orElseThrow(() -> new ConfigurationException(prefix + "." + name + " is missing"));
    }

    /// A value of some type; what cannot be read as one is told with its key.
    <T> Optional<T> value(String name, Function<String, T> reading) {
        return text(name).map(text -> {
            try {
                return reading.apply(text);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                var told = discreet(prefix + "." + name + " cannot be '" + text + "': " + e.getMessage());
                throw text.equals(discreet(text)) ? new ConfigurationException(told, e) : new ConfigurationException(told);
            }
        });
    }

    /// Without what an address says of who is asking: that may be a secret.
    private static String discreet(String text) {
        return text.replaceAll("//[^\\n]*@", "//***@");
    }

    /// What is made of this part; what it objects to is told with the part's name.
    <T> T checked(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(prefix + ": " + e.getMessage(), e);
        }
    }

    /// A list of values, written as a YAML list or with commas.
    List<String> list(String name) {
        var items = new ConfigTree(config, prefix + "." + name).children().toList();
        if (!items.isEmpty()) {
            return items.stream().map(item -> config.getValue(item.prefix, String.class)).toList();
        }
        return text(name).map(value -> Arrays.stream(value.split(",")).map(String::strip).toList()).orElse(List.of());
    }

    /// The parts right below, in the order of their names, numbers as numbers.
    Stream<ConfigTree> children() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false).filter(key -> key.startsWith(prefix + "."))
                .map(key -> key.substring(prefix.length() + 1)).map(rest -> rest.split("\\.", 2)[0]).distinct()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .map(child -> new ConfigTree(config, prefix + "." + child));
    }

    String name() {
        return prefix.substring(prefix.lastIndexOf('.') + 1);
    }
}
