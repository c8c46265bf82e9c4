package usage.store.recording;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import usage.store.AttemptKey;
import usage.store.LedgerException;
import usage.store.h2.Cells;
import usage.store.h2.Sql;
import usage.store.rollup.KeyDigest;

/// What the table says of a segment of the journal: its rows, and those that retention has removed.
///
/// @param rows rows that are there
/// @param expired rows that are gone
/// @param digest exclusive or of the digests of the keys of both
record SegmentTotals(long rows, long expired, long digest) {

    static final SegmentTotals NONE = new SegmentTotals(0, 0, 0);

    private record Part(long segment, SegmentTotals totals) {}

    private static final String ROWS = "SELECT segment, COUNT(*) AS attempts, BIT_XOR_AGG(" + KeyDigest.SQL
            + ") AS digest FROM attempts WHERE _ROWID_ > ? AND _ROWID_ <= ? GROUP BY segment";
    private static final String LAST_ROW = "SELECT _ROWID_ AS last_row FROM attempts ORDER BY _ROWID_ DESC FETCH FIRST 1 ROW ONLY";
    private static final String FIRST_ROW = "SELECT _ROWID_ AS first_row FROM attempts ORDER BY _ROWID_ FETCH FIRST 1 ROW ONLY";
    private static final long ROWS_AT_ONCE = 100_000;
    private static final String EXPIRED = "SELECT segment, attempts, digest FROM expired_attempts";
    private static final String SEGMENT = "SELECT segment FROM attempts WHERE call_id = ? AND attempt = ?";
    private static final String NUMBERS = "SELECT DISTINCT segment FROM attempts WHERE segment > ?";
    private static final String KEYS = "SELECT call_id, attempt FROM attempts WHERE segment = ?";

    /// Of every segment that has any. Goes through the whole table, in steps.
    ///
    /// @param stopped whether to give up
    /// @throws LedgerException `unavailable` where it gave up
    public static Map<Long, SegmentTotals> all(Connection connection, BooleanSupplier stopped) throws SQLException {
        var totals = new TreeMap<Long, SegmentTotals>();
        long last = rowNumber(connection, LAST_ROW, "last_row");
        for (long row = rowNumber(connection, FIRST_ROW, "first_row") - 1; row < last; row += ROWS_AT_ONCE) {
            if (stopped.getAsBoolean()) {
                throw new LedgerException(LedgerException.Code.UNAVAILABLE, "the ledger is being closed");
            }
            long from = row;
            read(connection, ROWS, parameters -> parameters.number(from).number(from + ROWS_AT_ONCE),
                    cells -> new SegmentTotals(cells.number("attempts"), 0, cells.number("digest")))
                    .forEach(part -> totals.merge(part.segment(), part.totals(), SegmentTotals::and));
        }
        read(connection, EXPIRED, parameters -> {},
                cells -> new SegmentTotals(0, cells.number("attempts"), cells.number("digest")))
                .forEach(part -> totals.merge(part.segment(), part.totals(), SegmentTotals::and));
        return totals;
    }

    /// 0 where there is no row.
    private static long rowNumber(Connection connection, String sql, String column) throws SQLException {
        return Sql.query(connection, sql, parameters -> {}, cells -> cells.number(column)).stream().findFirst().orElse(0L);
    }

    /// The segment of the row of an attempt; empty where it has none.
    static Optional<Long> segment(Connection connection, AttemptKey key) throws SQLException {
        return Sql.query(connection, SEGMENT, parameters -> parameters.key(key), cells -> cells.number("segment")).stream()
                .findFirst();
    }

    /// The segments after that one that have rows. Goes through the whole table.
    static List<Long> numbers(Connection connection, long after) throws SQLException {
        return Sql.query(connection, NUMBERS, parameters -> parameters.number(after), cells -> cells.number("segment"));
    }

    /// The keys of the rows of a segment. Goes through the whole table.
    public static Set<AttemptKey> keys(Connection connection, long segment) throws SQLException {
        return new HashSet<>(Sql.query(connection, KEYS, parameters -> parameters.number(segment), Cells::key));
    }

    /// Both together.
    public SegmentTotals and(SegmentTotals other) {
        return new SegmentTotals(rows + other.rows, expired + other.expired, digest ^ other.digest);
    }

    private static List<Part> read(Connection connection, String sql, Sql.Fill fill, Sql.Read<SegmentTotals> reading)
            throws SQLException {
        return Sql.query(connection, sql, fill, cells -> new Part(cells.number("segment"), reading.read(cells)));
    }
}
