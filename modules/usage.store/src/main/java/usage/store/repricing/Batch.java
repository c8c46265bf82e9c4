package usage.store.repricing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import usage.store.h2.Attempts;
import usage.store.rollup.Horizon;
import usage.store.rollup.HourChanges;

/// The rows of one transaction, in the order in which they were read.
record Batch(List<Repriced> rows) {

    /// Writes what has changed, and says that its hours have. What retention has taken since it was read is left alone.
    Batch written(Connection connection, HourChanges changes) throws SQLException {
        var since = Horizon.read(connection).map(Horizon::rowsSince).orElse(Instant.MIN);
        var changed = rows.stream().filter(Repriced::isChanged).map(Repriced::after)
                .filter(row -> !row.intent().acceptedAt().isBefore(since)).toList();
        if (!changed.isEmpty()) {
            Attempts.price(connection, changed);
            changes.touch(connection, changed.stream().map(row -> row.intent().acceptedAt()).toList());
        }
        return this;
    }

    long count(Predicate<Repriced> what) {
        return rows.stream().filter(what).count();
    }
}
