package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import usage.store.CallsQuery.Order;
import usage.store.CallsSelection;
import usage.store.Dimension;
import usage.store.h2.Bounds;
import usage.store.h2.Condition;
import usage.store.h2.Spans;

/// Where rows that pass some filters can be: hours that are rolled up and have a line that passes, and hours that are not rolled
/// up. So a page of a rare caller costs the hours that have a row of it, not all that there are, and the table needs no index by
/// caller, which every insert would pay for.
public final class Whereabouts implements Spans {

    private final Map<Dimension, List<String>> filters = new EnumMap<>(Dimension.class);
    private final Optional<Level> level;

    /// @throws usage.store.LedgerException `invalid_query` where a column cannot have a value that looks so
    public Whereabouts(CallsSelection selection) {
        for (var dimension : Level.FULL.dimensions().all()) {
            var values = selection.filters().get(dimension.column());
            if (values != null) {
                filters.put(dimension, values);
            }
        }
        level = filters.isEmpty() ? Optional.empty() : Level.coarsestWith(filters.keySet());
    }

    @Override
    public void each(Connection connection, Condition condition, Order order, Look look) throws SQLException {
        if (level.isEmpty()) {
            look.in(condition);
            return;
        }
        var passing = Condition.of(condition.start(), condition.end(), filters).comparisons();
        var since = Horizon.read(connection).map(Horizon::rowsSince).orElse(Bounds.FIRST);
        var days = new DaysWithRows(connection, order);
        var search = new DaySearch(connection, level.get(), passing, since, order);
        var day = days.first(condition);
        while (day.isPresent() && search.run(day.get(), look)) {
            day = days.next(condition, day.get());
        }
    }
}
