package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Makes a day's roll-up at one level from those of its hours.
final class DayReader {

    private DayReader() {}

    static RollUp read(Connection connection, Level level, Instant day, Set<Instant> hours) throws SQLException {
        var rollUp = new RollUp();
        var span = new RollUpSpan(Grain.HOUR, level, day, Grain.DAY.end(day), level.dimensions(), List.of());
        span.readLines(connection, (hour, combination, cells) -> {
            if (hours.contains(hour)) {
                rollUp.add(combination, cells);
            }
        });
        span.readSignatures(connection, (hour, combinations, calls) -> {
            if (hours.contains(hour)) {
                rollUp.add(combinations, calls);
            }
        });
        return rollUp;
    }
}
