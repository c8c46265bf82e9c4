package usage.store;

import java.util.Locale;

/// Where an attempt's token counts come from.
public enum UsageSource {
    /// All that is there, the provider said.
    PROVIDER,
    /// At least one count was made by us from what was seen passing.
    ESTIMATED,
    /// Nothing is known.
    NONE;

    /// The name as it stands in rows and answers.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
