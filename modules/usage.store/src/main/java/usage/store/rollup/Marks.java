package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import usage.store.h2.Sql;

/// The table of what is rolled up and unchanged since.
final class Marks {

    private static final String INSERT = Sql.insert("rollup_marks", "grain, starts_at");
    private static final String DELETE = "DELETE FROM rollup_marks WHERE grain = ? AND starts_at = ?";
    private static final String SELECT = "SELECT starts_at FROM rollup_marks WHERE grain = ? AND starts_at >= ?";

    private Marks() {}

    static void add(Connection connection, Grain grain, Instant start) throws SQLException {
        Sql.update(connection, INSERT, parameters -> parameters.text(grain.wireName()).moment(start));
    }

    static void remove(Connection connection, Grain grain, Instant start) throws SQLException {
        Sql.update(connection, DELETE, parameters -> parameters.text(grain.wireName()).moment(start));
    }

    static Set<Instant> between(Connection connection, Grain grain, Instant start, Instant end) throws SQLException {
        return Set.copyOf(Sql.query(connection, SELECT + " AND starts_at < ?",
                parameters -> parameters.text(grain.wireName()).moment(start).moment(end), cells -> cells.moment("starts_at")));
    }

    static List<Instant> since(Connection connection, Grain grain, Instant start) throws SQLException {
        return Sql.query(connection, SELECT, parameters -> parameters.text(grain.wireName()).moment(start),
                cells -> cells.moment("starts_at"));
    }

    static boolean has(Connection connection, Grain grain, Instant start) throws SQLException {
        return !between(connection, grain, start, grain.end(start)).isEmpty();
    }
}
