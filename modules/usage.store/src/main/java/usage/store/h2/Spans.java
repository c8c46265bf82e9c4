package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import usage.store.CallsQuery.Order;

/// Knows where rows can be, so that a listing does not go through all of the hours that have none for it.
@FunctionalInterface
public interface Spans {

    /// Looks for rows.
    @FunctionalInterface
    interface Look {

        /// @param part what is looked for, within a span of time
        /// @return whether to look further
        boolean in(Condition part) throws SQLException;
    }

    /// Has `look` look in one span after the other, in that order, as long as it will. No row of the condition is outside of them.
    void each(Connection connection, Condition condition, Order order, Look look) throws SQLException;
}
