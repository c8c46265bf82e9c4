package lakehouse.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// Puts secrets in the place of `${credential:NAME}`: the trimmed content of `$CREDENTIALS_DIRECTORY/NAME`, as systemd's
/// `LoadCredential=` provides it. Done before MicroProfile Config sees the value, which would take it for an expression
/// with a default.
final class Credentials {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{credential:([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern EXPRESSION = Pattern.compile("(?=\\$\\{[^}]+})");

    private final Map<String, String> environment;

    Credentials(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The same keys, their credentials filled in.
    Map<String, String> fill(Map<String, String> values) {
        var filled = new TreeMap<String, String>();
        values.forEach((key, value) -> filled.put(key,
                REFERENCE.matcher(value).replaceAll(match -> Matcher.quoteReplacement(read(key, match.group(1))))));
        return filled;
    }

    private String read(String key, String name) {
        if (!NAME.matcher(name).matches()) {
            throw refusal(key, name, "is not a name of letters, digits, '.', '_' and '-'", null);
        }
        var directory = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
        if (directory.isEmpty()) {
            throw refusal(key, name, "cannot be read: CREDENTIALS_DIRECTORY is not set (systemd sets it for LoadCredential=)",
                    null);
        }
        var file = Path.of(directory, name);
        try {
            var secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw refusal(key, name, "is empty: " + file, null);
            }
            // A secret is no expression, whatever it contains.
            return EXPRESSION.matcher(secret).replaceAll("\\\\");
        } catch (NoSuchFileException e) {
            throw refusal(key, name, "is missing: no file " + file, e);
        } catch (IOException e) {
            throw refusal(key, name, "cannot be read from " + file + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static LakehouseException refusal(String key, String name, String reason, Exception cause) {
        return new LakehouseException(Code.CONFIGURATION, key + ": credential '" + name + "' " + reason, cause);
    }
}
