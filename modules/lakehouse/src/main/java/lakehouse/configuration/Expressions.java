package lakehouse.configuration;

import java.util.Map;
import java.util.regex.Pattern;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.eclipse.microprofile.config.Config;

/// `${NAME}` in a value stands for another key or a variable of the environment. One that stands for nothing would be taken
/// as it is written: as somebody's key, for example.
final class Expressions {

    /// Not with a backslash in front, and without a default.
    private static final Pattern REFERENCE = Pattern.compile("(?<!\\\\)\\$\\{([^}:]+)}");

    private Expressions() {}

    /// @param values of the file
    /// @throws LakehouseException naming the key and what it refers to
    static void check(Map<String, String> values, Config config) {
        values.forEach((key, value) -> REFERENCE.matcher(value).results().map(match -> match.group(1))
                .filter(name -> config.getOptionalValue(name, String.class).isEmpty()).findFirst().ifPresent(name -> {
                    throw new LakehouseException(Code.CONFIGURATION,
                            key + ": ${" + name
                                    + "} stands for nothing: no key and no variable of the environment has that name");
                }));
    }
}
