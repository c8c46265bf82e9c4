package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import usage.store.h2.Condition;

/// Makes an hour's roll-ups from its rows.
final class HourReader {

    private HourReader() {}

    static Map<Level, RollUp> read(Connection connection, Instant hour) throws SQLException {
        var rollUps = new EnumMap<Level, RollUp>(Level.class);
        for (var level : Level.values()) {
            rollUps.put(level, new RollUp());
        }
        var full = Level.FULL.dimensions();
        Calls.read(connection, full, new Condition(hour, Grain.HOUR.end(hour), List.of(), List.of()),
                call -> rollUps.forEach((level, rollUp) -> rollUp.add(call.by(level.dimensions(), full))));
        return rollUps;
    }
}
