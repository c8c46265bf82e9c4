package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import usage.store.h2.Cells;
import usage.store.h2.Comparison;
import usage.store.h2.Parameters;
import usage.store.h2.Sql;

/// The roll-ups of a span of time, to be read.
///
/// @param grain which of them
/// @param level at which level
/// @param start first moment
/// @param end first moment no longer in it
/// @param dimensions what is asked of each line, all known to the level
/// @param comparisons which lines count
record RollUpSpan(Grain grain, Level level, Instant start, Instant end, Dimensions dimensions, List<Comparison> comparisons) {

    /// Takes a line of a roll-up.
    @FunctionalInterface
    interface LineSink {
        void take(Instant start, Combination combination, Cells cells) throws SQLException;
    }

    /// Takes a signature, or what the comparisons leave of it.
    @FunctionalInterface
    interface SignatureSink {
        void take(Instant start, Set<Combination> combinations, long calls);
    }

    void readLines(Connection connection, LineSink sink) throws SQLException {
        Sql.forEach(connection, select("rollups", Partial.COLUMNS), this::fill,
                cells -> sink.take(cells.moment("starts_at"), dimensions.read(cells), cells));
    }

    void readSignatures(Connection connection, SignatureSink sink) throws SQLException {
        var signatures = new SignatureReader(sink);
        Sql.forEach(connection, select("rollup_signatures", "signature, calls") + " ORDER BY starts_at, signature",
                this::fill, cells -> signatures.add(cells, dimensions));
        signatures.end();
    }

    /// When the hours or days start that have a line in it, in their order.
    List<Instant> starts(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT DISTINCT starts_at" + from("rollups") + " ORDER BY starts_at", this::fill,
                cells -> cells.moment("starts_at"));
    }

    private String select(String table, String columns) {
        return "SELECT starts_at, " + dimensions.columns() + columns + from(table);
    }

    private String from(String table) {
        return " FROM " + table + " WHERE grain = ? AND level = ? AND starts_at >= ? AND starts_at < ?"
                + comparisons.stream().map(comparison -> " AND " + comparison.sql()).collect(Collectors.joining());
    }

    private void fill(Parameters parameters) throws SQLException {
        parameters.text(grain.wireName()).text(level.wireName()).moment(start).moment(end);
        for (var comparison : comparisons) {
            for (var value : comparison.values()) {
                value.fill(parameters);
            }
        }
    }
}
