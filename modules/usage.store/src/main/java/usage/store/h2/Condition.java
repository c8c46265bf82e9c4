package usage.store.h2;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import usage.store.Dimension;

/// Which rows a query is about: those accepted in `[start, end)` that have one of the values for every dimension named.
record Condition(Instant start, Instant end, Map<Dimension, List<String>> filters) {

    Condition {
        Bounds.checkInterval(start, end);
    }

    /// The column of a dimension.
    static String column(Dimension dimension) {
        return switch (dimension) {
            case MODEL -> "target_model";
            case PROVIDER, CALLER, OPERATION, STATUS, API_KEY_ID, END_USER, ENDPOINT, ROUTE, GROUP_ID -> dimension.wireName();
        };
    }

    String sql() {
        var sql = new StringBuilder(" WHERE accepted_at >= ? AND accepted_at < ?");
        filters.forEach((dimension, values) -> sql.append(" AND ").append(column(dimension)).append(" IN (")
                .append(Sql.marks(values.size())).append(")"));
        return sql.toString();
    }

    void fill(Parameters parameters) throws SQLException {
        parameters.moment(start).moment(end);
        for (var values : filters.values()) {
            for (var value : values) {
                parameters.text(value);
            }
        }
    }
}
