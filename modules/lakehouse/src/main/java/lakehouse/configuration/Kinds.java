package lakehouse.configuration;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.eclipse.microprofile.config.Config;

/// What kind of value a key has; the example configuration shows it. Others read the values, and some of them would say of a
/// wrong one only that it could not be converted, when much has been opened already.
enum Kinds {

    NUMBER("a whole number such as ", Kinds::isNumber), TRUTH("true or false, as ",
            text -> text.equals("true") || text.equals("false")), DURATION("a duration such as ",
                    Kinds::isDuration), TEXT("a text such as ", text -> true);

    private final String name;
    private final Predicate<String> fits;

    Kinds(String name, Predicate<String> fits) {
        this.name = name;
        this.fits = fits;
    }

    /// @throws LakehouseException naming a key that has a value of another kind than in the example
    static void check(Config config) {
        KnownKeys.withFixedNames()
                .forEach((key, example) -> config.getOptionalValue(key, String.class).map(String::strip)
                        .filter(text -> !text.isEmpty()).ifPresent(text -> of(example).check(key, text, example)));
    }

    private void check(String key, String text, String example) {
        if (!fits.test(text)) {
            throw new LakehouseException(Code.CONFIGURATION, key + ": '" + text + "' is not " + name + example);
        }
    }

    /// The first that an example fits.
    private static Kinds of(String example) {
        for (var kind : values()) {
            if (kind.fits.test(example)) {
                return kind;
            }
        }
        return TEXT;
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isDuration(String text) {
        try {
            return !Duration.parse(text).isNegative();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
