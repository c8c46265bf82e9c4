package usage.store.rollup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The spans of time, aligned to UTC, that are rolled up.
public enum Grain {
    HOUR(ChronoUnit.HOURS), DAY(ChronoUnit.DAYS);

    private final ChronoUnit unit;

    Grain(ChronoUnit unit) {
        this.unit = unit;
    }

    /// The name as it stands in the tables.
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The first moment of the span that `moment` lies in.
    Instant start(Instant moment) {
        return moment.truncatedTo(unit);
    }

    /// The first moment after the span that begins at `start`.
    Instant end(Instant start) {
        return start.plus(1, unit);
    }
}
