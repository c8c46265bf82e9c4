package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import usage.store.h2.Condition;
import usage.store.h2.GroupSpan;

/// What a span of time is summed up from.
///
/// @param connection in a transaction whose reads all see the same moment
/// @param groupBy what sums are split by
/// @param condition the span, and which rows count
/// @param horizon of retention
record Sources(Connection connection, Dimensions groupBy, Condition condition, Optional<Horizon> horizon) {

    /// Adds up all of it from rows.
    void readRows(Sheet sheet) throws SQLException {
        var narrow = GroupSpan.narrow(connection, condition);
        readRows(narrow.start(), narrow.end(), sheet);
    }

    /// Adds up what it can from roll-ups, the rest from rows.
    ///
    /// @param level which knows all of the dimensions
    /// @param longest the longest roll-ups that may be taken
    void readRollUps(Level level, Grain longest, Sheet sheet) throws SQLException {
        for (var run : Coverage.of(connection, condition.start(), condition.end(), longest).runs()) {
            if (run.grain().isPresent()) {
                readLines(
                        new RollUpSpan(run.grain().get(), level, run.start(), run.end(), groupBy, condition.comparisons()),
                        sheet);
                readLateRows(run, sheet);
            } else {
                readRows(run.start(), run.end(), sheet);
            }
        }
    }

    private void readLines(RollUpSpan span, Sheet sheet) throws SQLException {
        span.readLines(connection, sheet::add);
        span.readSignatures(connection, sheet::add);
    }

    /// Adds rows that came when those of their hour were gone.
    private void readLateRows(Coverage.Run run, Sheet sheet) throws SQLException {
        if (horizon.isPresent() && run.start().isBefore(horizon.get().removedUntil())) {
            var until = horizon.get().removedUntil();
            readRows(run.start(), until.isBefore(run.end()) ? until : run.end(), sheet);
        }
    }

    /// Day by day, because the database gathers all rows of a statement before it gives the first.
    private void readRows(Instant start, Instant end, Sheet sheet) throws SQLException {
        for (var at = start; at.isBefore(end);) {
            var dayEnd = Grain.DAY.end(Grain.DAY.start(at));
            var next = dayEnd.isBefore(end) ? dayEnd : end;
            Calls.read(connection, groupBy, condition.within(at, next), sheet::add);
            at = next;
        }
    }
}
