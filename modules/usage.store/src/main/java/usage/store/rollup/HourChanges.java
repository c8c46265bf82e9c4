package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import usage.store.h2.Bounds;

/// Knows which hours have changed since they were rolled up, if they ever were, and takes the mark off those that change.
///
/// Whoever inserts, changes or deletes rows says so in the same transaction of the write lane ([#touch]). That costs next to
/// nothing for an hour without a mark, such as the present one. `marked` never lacks an hour or day that has a mark; it may
/// name one whose mark is gone, because a transaction may still be rolled back. Hence what is in it is unmarked each time.
public final class HourChanges {

    private final TreeMap<Instant, Long> changed = new TreeMap<>();
    private final Map<Grain, TreeSet<Instant>> marked = new EnumMap<>(
            Map.of(Grain.HOUR, new TreeSet<>(), Grain.DAY, new TreeSet<>()));
    private Instant rowsSince = Instant.MIN;
    private long changes;

    /// Says that rows accepted at these moments were inserted, changed or deleted.
    public synchronized void touch(Connection connection, Collection<Instant> acceptedAts) throws SQLException {
        for (var hour : hours(acceptedAts)) {
            changed.put(hour, ++changes);
            unmark(connection, Grain.HOUR, hour);
            unmark(connection, Grain.DAY, Grain.DAY.start(hour));
        }
    }

    /// Takes stock of the marks. To be done before anything is touched, and after a commit of unknown outcome.
    public synchronized void recount(Connection connection) throws SQLException {
        rowsSince = Horizon.read(connection).map(Horizon::rowsSince).orElse(Bounds.FIRST);
        for (var grain : Grain.values()) {
            marked.get(grain).addAll(Marks.since(connection, grain, grain.start(rowsSince)));
        }
    }

    /// The hours that end at `end` or before and have changed, oldest first.
    synchronized List<Instant> changedUntil(Instant end) {
        return List.copyOf(changed.headMap(Grain.HOUR.start(end)).keySet());
    }

    /// A number that is another one after each change of the hour.
    synchronized long revision(Instant hour) {
        return changed.getOrDefault(hour, 0L);
    }

    /// Whether an hour of the day, which begins at `day`, has changed.
    synchronized boolean isChanged(Instant day) {
        return !changed.subMap(day, Grain.DAY.end(day)).isEmpty();
    }

    /// The days that end at `end` or before, have marked hours, and no mark of their own.
    synchronized Set<Instant> unmarkedDaysUntil(Instant end) {
        var days = new TreeSet<Instant>();
        marked.get(Grain.HOUR).headSet(Grain.DAY.start(end)).forEach(hour -> days.add(Grain.DAY.start(hour)));
        days.removeAll(marked.get(Grain.DAY));
        return days;
    }

    /// The hours that may have a mark, oldest first, as long as they have rows.
    synchronized List<Instant> markedHours() {
        return List.copyOf(marked.get(Grain.HOUR));
    }

    /// An hour was found that has rows and no mark.
    synchronized void found(Instant hour) {
        changed.putIfAbsent(hour, ++changes);
    }

    /// A mark is about to be set.
    synchronized void marking(Grain grain, Instant start) {
        marked.get(grain).add(start);
    }

    /// The roll-up of an hour as of `revision` was committed.
    synchronized void rolledUp(Instant hour, long revision) {
        changed.remove(hour, revision);
    }

    /// It was committed that there is no mark.
    synchronized void unmarked(Grain grain, Instant start) {
        marked.get(grain).remove(start);
    }

    /// Retention has come so far: rows of earlier hours, should any come, are in no roll-up.
    synchronized void expired(Instant until) {
        rowsSince = until;
        marked.forEach((grain, starts) -> starts.headSet(grain.start(until)).clear());
        changed.headMap(until).clear();
    }

    private Set<Instant> hours(Collection<Instant> acceptedAts) {
        var hours = new HashSet<Instant>();
        var start = Instant.MAX;
        var end = Instant.MIN;
        for (var acceptedAt : acceptedAts) {
            if (acceptedAt.isBefore(start) || !acceptedAt.isBefore(end)) {
                start = Grain.HOUR.start(acceptedAt);
                end = Grain.HOUR.end(start);
                hours.add(start);
            }
        }
        hours.removeIf(hour -> hour.isBefore(rowsSince));
        return hours;
    }

    private void unmark(Connection connection, Grain grain, Instant start) throws SQLException {
        if (marked.get(grain).contains(start)) {
            Marks.remove(connection, grain, start);
        }
    }
}
