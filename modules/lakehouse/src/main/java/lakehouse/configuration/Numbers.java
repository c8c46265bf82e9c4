package lakehouse.configuration;

import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.eclipse.microprofile.config.Config;

/// Reads numbers so that a wrong one is told by its key.
final class Numbers {

    private Numbers() {}

    /// A number within bounds, where one was configured.
    static Optional<Long> optional(Config config, String key, long least, long most) {
        return config.getOptionalValue(key, String.class).map(text -> {
            try {
                long number = Long.parseLong(text.strip());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw refusal(key, text, least, most, e);
            }
            throw refusal(key, text, least, most, null);
        });
    }

    private static LakehouseException refusal(String key, String text, long least, long most, Exception cause) {
        return new LakehouseException(Code.CONFIGURATION,
                key + ": '" + text + "' is not a number between " + least + " and " + most, cause);
    }
}
