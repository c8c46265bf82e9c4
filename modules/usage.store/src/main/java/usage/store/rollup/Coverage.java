package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// From what a span of time is summed up: whole days and whole hours that have their mark from roll-ups, the rest from rows.
///
/// @param runs in the order of time, without gaps
record Coverage(List<Run> runs) {

    /// A part of the span.
    ///
    /// @param grain of the roll-ups; empty: from rows
    record Run(Optional<Grain> grain, Instant start, Instant end) {

        static Run ofRows(Instant start, Instant end) {
            return new Run(Optional.empty(), start, end);
        }
    }

    /// From rows alone.
    static Coverage ofRows(Instant start, Instant end) {
        return new Coverage(List.of(Run.ofRows(start, end)));
    }

    /// @param grain the longest roll-ups that may be taken
    static Coverage of(Connection connection, Instant start, Instant end, Grain grain) throws SQLException {
        var hours = Marks.between(connection, Grain.HOUR, start, end);
        var days = grain == Grain.DAY ? Marks.between(connection, Grain.DAY, start, end) : Set.<Instant>of();
        var runs = new ArrayList<Run>();
        for (var at = start; at.isBefore(end);) {
            var next = next(at, end, hours, days);
            append(runs, next);
            at = next.end();
        }
        return new Coverage(runs);
    }

    private static Run next(Instant at, Instant end, Set<Instant> hours, Set<Instant> days) {
        if (days.contains(at) && !Grain.DAY.end(at).isAfter(end)) {
            return new Run(Optional.of(Grain.DAY), at, Grain.DAY.end(at));
        }
        var hourEnd = Grain.HOUR.end(Grain.HOUR.start(at));
        return hours.contains(at) && !hourEnd.isAfter(end)
                ? new Run(Optional.of(Grain.HOUR), at, hourEnd)
                : Run.ofRows(at, hourEnd.isBefore(end) ? hourEnd : end);
    }

    /// Adds a run, to the last one where it goes on from there in the same way.
    static void append(List<Run> runs, Run next) {
        if (!runs.isEmpty() && runs.getLast().grain().equals(next.grain()) && runs.getLast().end().equals(next.start())) {
            runs.addLast(new Run(next.grain(), runs.removeLast().start(), next.end()));
        } else {
            runs.add(next);
        }
    }
}
