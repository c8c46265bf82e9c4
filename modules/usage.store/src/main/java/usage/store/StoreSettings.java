package usage.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// What a store needs to know.
///
/// @param directory folder that the store owns; made where it does not exist
/// @param prices the price book
/// @param retention how long rows are kept, at least a day
/// @param journal how the journal is kept
/// @param clock the time
public record StoreSettings(Path directory, List<Price> prices, Duration retention, JournalSettings journal,
        InstantSource clock) {

    /// How long rows are kept unless somebody says otherwise.
    public static final Duration USUAL_RETENTION = Duration.ofDays(400);

    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);

    public StoreSettings {
        prices = List.copyOf(prices);
        checkRetention(retention);
    }

    /// @throws IllegalArgumentException where it is less than a day
    public static void checkRetention(Duration retention) {
        if (retention.compareTo(SHORTEST_RETENTION) < 0) {
            throw new IllegalArgumentException("retention must be at least a day: " + retention);
        }
    }

    /// With the usual retention and journal.
    public StoreSettings(Path directory, List<Price> prices, InstantSource clock) {
        this(directory, prices, USUAL_RETENTION, JournalSettings.DEFAULT, clock);
    }
}
