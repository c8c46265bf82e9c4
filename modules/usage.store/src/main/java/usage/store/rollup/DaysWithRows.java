package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import usage.store.CallsQuery.Order;
import usage.store.h2.Condition;
import usage.store.h2.Sql;

/// The days that have rows, one after the other: years without any cost nothing.
record DaysWithRows(Connection connection, Order order) {

    private static final String NEWEST = "SELECT accepted_at FROM attempts WHERE accepted_at >= ? AND accepted_at < ?"
            + " ORDER BY accepted_at DESC FETCH FIRST 1 ROW ONLY";
    private static final String OLDEST = "SELECT accepted_at FROM attempts WHERE accepted_at >= ? AND accepted_at < ?"
            + " ORDER BY accepted_at FETCH FIRST 1 ROW ONLY";

    /// The condition within the first of its days that has a row of anybody.
    Optional<Condition> first(Condition condition) throws SQLException {
        var row = Sql.query(connection, order == Order.NEWEST_FIRST ? NEWEST : OLDEST,
                parameters -> parameters.moment(condition.start()).moment(condition.end()), cells -> cells.moment("accepted_at"))
                .stream().findFirst();
        return row.map(Grain.DAY::start).map(day -> condition.from(day).upTo(Grain.DAY.end(day)));
    }

    /// The condition within the first such day after `day`.
    Optional<Condition> next(Condition condition, Condition day) throws SQLException {
        return first(order == Order.NEWEST_FIRST
                ? condition.upTo(day.start())
                : condition.from(day.end()));
    }
}
