package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import usage.store.h2.Bounds;
import usage.store.h2.ReadLane;
import usage.store.h2.WriteLane;

/// Lets go of the hours of levels that know users, of days whose rows are all gone: those hours have nearly as many lines as
/// there were rows. Their days stay, and so do the hours of all other levels.
public final class Thinning {

    private static final int MOST_AT_ONCE = 500;

    private final WriteLane writes;
    private final ReadLane reads;
    private boolean isTidy;
    private volatile boolean stopped;

    public Thinning(WriteLane writes, ReadLane reads) {
        this.writes = writes;
        this.reads = reads;
    }

    /// Thins out what is old enough, oldest first, and what an earlier run may have left half done.
    ///
    /// @throws usage.store.LedgerException where the database fails
    public synchronized void thinOut() {
        if (!isTidy) {
            reads.read("the horizon", Horizon::read).map(Horizon::detailsSince).filter(Bounds.FIRST::isBefore)
                    .ifPresent(since -> removeDetails(Grain.DAY.start(since.minusNanos(1))));
            isTidy = true;
        }
        reads.read("days to thin out", Thinning::days).stream().takeWhile(day -> !stopped).forEach(day -> {
            writes.write("the horizon", connection -> moved(connection, day), done -> {});
            removeDetails(day);
        });
    }

    /// Makes a [#thinOut] under way end soon.
    public void stop() {
        stopped = true;
    }

    /// The days without rows that have more than their days, up to the first that is not rolled up as a day.
    private static List<Instant> days(Connection connection) throws SQLException {
        var horizon = Horizon.read(connection);
        if (horizon.isEmpty()) {
            return List.of();
        }
        var since = horizon.get().detailsSince();
        var until = Grain.DAY.start(horizon.get().rowsSince());
        var marked = Marks.between(connection, Grain.DAY, since, until);
        return Marks.between(connection, Grain.HOUR, since, until).stream().map(Grain.DAY::start).distinct().sorted()
                .takeWhile(marked::contains).toList();
    }

    private static Horizon moved(Connection connection, Instant day) throws SQLException {
        var horizon = Horizon.read(connection).orElseThrow();
        return new Horizon(horizon.rowsSince(), horizon.removedUntil(), Grain.DAY.end(day)).write(connection);
    }

    private void removeDetails(Instant day) {
        for (var hour = day; hour.isBefore(Grain.DAY.end(day)) && !stopped; hour = Grain.HOUR.end(hour)) {
            var table = new RollUpTable(Grain.HOUR, hour);
            boolean more;
            do {
                more = writes.write("details that have expired",
                        connection -> table.delete(connection, Level.DETAILED, MOST_AT_ONCE), done -> {}) >= MOST_AT_ONCE;
            } while (more);
        }
    }
}
