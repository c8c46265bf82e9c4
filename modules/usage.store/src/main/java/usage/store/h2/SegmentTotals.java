package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import usage.store.AttemptKey;
import usage.store.rollup.KeyDigest;

/// What the table says of a segment of the journal: its rows, and those that retention has removed.
///
/// @param rows rows that are there
/// @param expired rows that are gone
/// @param digest exclusive or of the digests of the keys of both
public record SegmentTotals(long rows, long expired, long digest) {

    public static final SegmentTotals NONE = new SegmentTotals(0, 0, 0);

    private record Part(long segment, SegmentTotals totals) {}

    private static final String ROWS = "SELECT segment, COUNT(*) AS attempts, BIT_XOR_AGG(" + KeyDigest.SQL
            + ") AS digest FROM attempts GROUP BY segment";
    private static final String EXPIRED = "SELECT segment, attempts, digest FROM expired_attempts";
    private static final String KEYS = "SELECT call_id, attempt FROM attempts WHERE segment = ?";

    /// Of every segment that has any. Goes through the whole table.
    public static Map<Long, SegmentTotals> all(Connection connection) throws SQLException {
        var totals = new TreeMap<Long, SegmentTotals>();
        read(connection, ROWS, cells -> new SegmentTotals(cells.number("attempts"), 0, cells.number("digest")))
                .forEach(part -> totals.merge(part.segment(), part.totals(), SegmentTotals::and));
        read(connection, EXPIRED, cells -> new SegmentTotals(0, cells.number("attempts"), cells.number("digest")))
                .forEach(part -> totals.merge(part.segment(), part.totals(), SegmentTotals::and));
        return totals;
    }

    /// The keys of the rows of a segment. Goes through the whole table.
    public static Set<AttemptKey> keys(Connection connection, long segment) throws SQLException {
        return new HashSet<>(Sql.query(connection, KEYS, parameters -> parameters.number(segment), Cells::key));
    }

    /// Both together.
    public SegmentTotals and(SegmentTotals other) {
        return new SegmentTotals(rows + other.rows, expired + other.expired, digest ^ other.digest);
    }

    private static List<Part> read(Connection connection, String sql, Sql.Read<SegmentTotals> reading) throws SQLException {
        return Sql.query(connection, sql, parameters -> {}, cells -> new Part(cells.number("segment"), reading.read(cells)));
    }
}
