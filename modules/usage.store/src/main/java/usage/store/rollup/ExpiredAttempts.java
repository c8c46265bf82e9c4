package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import usage.store.h2.Sql;

/// Removes rows, and keeps of them how many there were by segment of the journal, and the digest of their keys.
public final class ExpiredAttempts {

    private record Removed(long segment, long attempts, long digest) {}

    private static final String REMOVE = "SELECT segment, COUNT(*) AS removed, BIT_XOR_AGG(" + KeyDigest.SQL + ") AS digest"
            + " FROM OLD TABLE (DELETE FROM attempts WHERE accepted_at >= ? AND accepted_at < ? FETCH FIRST ? ROWS ONLY)"
            + " GROUP BY segment";
    private static final String ADD = """
            MERGE INTO expired_attempts AS stored
            USING (VALUES (CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT))) AS more (segment, attempts, digest)
            ON stored.segment = more.segment
            WHEN MATCHED THEN UPDATE SET attempts = stored.attempts + more.attempts, digest = BITXOR(stored.digest, more.digest)
            WHEN NOT MATCHED THEN INSERT VALUES (more.segment, more.attempts, more.digest)
            """;

    private ExpiredAttempts() {}

    /// How many rows retention has removed so far.
    public static long count(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT COALESCE(SUM(attempts), 0) AS expired FROM expired_attempts", parameters -> {},
                cells -> cells.number("expired")).getFirst();
    }

    /// Removes at most `most` rows accepted in `[start, end)`.
    ///
    /// @return how many
    static long remove(Connection connection, Instant start, Instant end, int most) throws SQLException {
        var removed = Sql.query(connection, REMOVE, parameters -> parameters.moment(start).moment(end).number(most),
                cells -> new Removed(cells.number("segment"), cells.number("removed"), cells.number("digest")));
        for (var part : removed) {
            Sql.update(connection, ADD,
                    parameters -> parameters.number(part.segment()).number(part.attempts()).number(part.digest()));
        }
        return removed.stream().mapToLong(Removed::attempts).sum();
    }
}
