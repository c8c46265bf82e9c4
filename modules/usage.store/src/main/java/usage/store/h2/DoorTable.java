package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import usage.store.DoorCount;

/// The table of requests that got no row.
public final class DoorTable {

    private static final String ADD = """
            MERGE INTO door_counts AS stored
            USING (VALUES (CAST(? AS TIMESTAMP(0) WITH TIME ZONE), CAST(? AS VARCHAR), CAST(? AS BIGINT)))
                AS more (counted_minute, reason, requests)
            ON stored.counted_minute = more.counted_minute AND stored.reason = more.reason
            WHEN MATCHED THEN UPDATE SET requests = stored.requests + more.requests
            WHEN NOT MATCHED THEN INSERT VALUES (more.counted_minute, more.reason, more.requests)
            """;
    private static final String SELECT = """
            SELECT counted_minute, reason, requests FROM door_counts
            WHERE counted_minute >= ? AND counted_minute < ? ORDER BY counted_minute, reason
            """;

    private DoorTable() {}

    static void add(Connection connection, Collection<DoorCount> counts) throws SQLException {
        for (var count : counts) {
            Sql.update(connection, ADD,
                    parameters -> parameters.moment(count.minute()).text(count.reason()).number(count.requests()));
        }
    }

    public static List<DoorCount> between(Connection connection, Instant start, Instant end) throws SQLException {
        return Sql.query(connection, SELECT, parameters -> parameters.moment(start).moment(end),
                cells -> new DoorCount(cells.moment("counted_minute"), cells.text("reason"), cells.number("requests")));
    }
}
