package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import usage.store.h2.Bounds;
import usage.store.h2.ReadLane;
import usage.store.h2.Sql;
import usage.store.h2.Work;
import usage.store.h2.WriteLane;

/// Rolls up what is over: hours from their rows, days from their hours.
///
/// A roll-up is made from one moment's rows, and written in small steps between other writes. Nobody reads it until it has
/// its mark, which it gets only if nothing has changed since that moment.
public final class RollUps {

    private static final int MOST_AT_ONCE = 500;
    private static final String NEWEST_BEFORE = "SELECT accepted_at FROM attempts WHERE accepted_at < ?"
            + " ORDER BY accepted_at DESC FETCH FIRST 1 ROW ONLY";

    private final WriteLane writes;
    private final ReadLane reads;
    private final HourChanges changes;
    private final InstantSource clock;
    private boolean knowsAll;
    private volatile boolean stopped;

    public RollUps(WriteLane writes, ReadLane reads, HourChanges changes, InstantSource clock) {
        this.writes = writes;
        this.reads = reads;
        this.changes = changes;
        this.clock = clock;
    }

    /// Rolls up every hour and day that is over and has changed, as far as they do not change meanwhile.
    ///
    /// @throws usage.store.LedgerException where the database fails
    public synchronized void catchUp() {
        if (!knowsAll) {
            reads.read("hours to roll up", this::findChanged).forEach(changes::found);
            knowsAll = true;
        }
        var now = clock.instant();
        changes.changedUntil(now).stream().takeWhile(hour -> !stopped).forEach(this::rollUpHour);
        changes.unmarkedDaysUntil(now).stream().takeWhile(day -> !stopped).filter(day -> !changes.isChanged(day))
                .forEach(this::rollUpDay);
    }

    /// Makes a [#catchUp] under way end soon.
    public void stop() {
        stopped = true;
    }

    private void rollUpHour(Instant hour) {
        var day = Grain.DAY.start(hour);
        long revision = write(hour, connection -> {
            Marks.remove(connection, Grain.HOUR, hour);
            Marks.remove(connection, Grain.DAY, day);
            return changes.revision(hour);
        });
        changes.unmarked(Grain.HOUR, hour);
        changes.unmarked(Grain.DAY, day);
        var rollUps = reads.read("rows of " + hour, connection -> HourReader.read(connection, hour));
        replace(Grain.HOUR, hour, rollUps);
        boolean unchanged = write(hour,
                connection -> changes.revision(hour) == revision && mark(connection, Grain.HOUR, hour));
        if (unchanged) {
            changes.rolledUp(hour, revision);
        }
    }

    private void rollUpDay(Instant day) {
        var end = Grain.DAY.end(day);
        var hours = reads.read("hours of " + day, connection -> Marks.between(connection, Grain.HOUR, day, end));
        for (var level : Level.values()) {
            replace(Grain.DAY, day, Map.of(level,
                    reads.read("hours of " + day, connection -> DayReader.read(connection, level, day, hours))));
        }
        write(day, connection -> !changes.isChanged(day)
                && Marks.between(connection, Grain.HOUR, day, end).equals(hours) && mark(connection, Grain.DAY, day));
    }

    private boolean mark(Connection connection, Grain grain, Instant start) throws SQLException {
        changes.marking(grain, start);
        Marks.add(connection, grain, start);
        return true;
    }

    /// Writes what nobody reads yet, in small steps.
    private void replace(Grain grain, Instant start, Map<Level, RollUp> rollUps) {
        var table = new RollUpTable(grain, start);
        boolean more;
        do {
            more = write(start, connection -> table.delete(connection, rollUps.keySet(), MOST_AT_ONCE) >= MOST_AT_ONCE);
        } while (more);
        for (var lines : parts(RollUpTable.lines(rollUps))) {
            write(start, connection -> table.insertLines(connection, lines));
        }
        for (var lines : parts(RollUpTable.signatureLines(rollUps))) {
            write(start, connection -> table.insertSignatureLines(connection, lines));
        }
    }

    private static <T> List<List<T>> parts(List<T> whole) {
        return whole.stream().gather(Gatherers.windowFixed(MOST_AT_ONCE)).toList();
    }

    private <T> T write(Instant start, Work<T> work) {
        return writes.write("the roll-up of " + start, work, done -> {});
    }

    private List<Instant> findChanged(Connection connection) throws SQLException {
        var since = Horizon.read(connection).map(Horizon::rowsSince).orElse(Bounds.FIRST);
        var hours = Set.copyOf(Marks.since(connection, Grain.HOUR, since));
        var days = Set.copyOf(Marks.since(connection, Grain.DAY, since));
        var found = new ArrayList<Instant>();
        for (var newest = newestBefore(connection, Bounds.LAST); newest.filter(at -> !at.isBefore(since)).isPresent();) {
            var hour = Grain.HOUR.start(newest.get());
            var day = Grain.DAY.start(hour);
            if (!days.contains(day) && !hours.contains(hour)) {
                found.add(hour);
            }
            newest = newestBefore(connection, days.contains(day) ? day : hour);
        }
        return found;
    }

    private static Optional<Instant> newestBefore(Connection connection, Instant end) throws SQLException {
        return Sql.query(connection, NEWEST_BEFORE, parameters -> parameters.moment(end), cells -> cells.moment("accepted_at"))
                .stream().findFirst();
    }
}
