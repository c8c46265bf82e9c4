package usage.store;

import java.util.List;

/// A question to the published views, in SQL.
///
/// @param sql one SELECT
/// @param parameters what stands for its `?`, in order
public record SqlQuery(String sql, List<SqlValue> parameters) {

    public SqlQuery {
        parameters = List.copyOf(parameters);
    }
}
