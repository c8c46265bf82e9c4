package usage.store.h2;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import usage.store.CallsSelection;
import usage.store.Column;
import usage.store.Dimension;

/// Which rows a query is about: those accepted in `[start, end)` that pass every comparison.
///
/// @param groupIds the groups that one of the comparisons asks for; none: it does not matter
public record Condition(Instant start, Instant end, List<Comparison> comparisons, List<String> groupIds) {

    public Condition {
        Bounds.checkInterval(start, end);
    }

    public static Condition of(Instant start, Instant end, Map<Dimension, List<String>> filters) {
        return new Condition(start, end, filters.entrySet().stream()
                .map(filter -> Comparison.anyOf(filter.getKey().column(), filter.getValue())).toList(),
                filters.getOrDefault(Dimension.GROUP_ID, List.of()));
    }

    /// The same rows as far as they were accepted in `[start, end)`.
    public Condition within(Instant start, Instant end) {
        return new Condition(start, end, comparisons, groupIds);
    }

    /// The same rows as far as they were accepted at `moment` or later.
    public Condition from(Instant moment) {
        return moment.isAfter(start) ? within(moment.isBefore(end) ? moment : end, end) : this;
    }

    /// The same rows as far as they were accepted before `moment`.
    public Condition upTo(Instant moment) {
        return moment.isBefore(end) ? within(start, moment.isAfter(start) ? moment : start) : this;
    }

    static Condition of(CallsSelection selection) {
        var comparisons = new ArrayList<Comparison>();
        selection.filters().forEach((column, values) -> comparisons.add(Comparison.anyOf(column, values)));
        selection.leastLatency().ifPresent(millis -> comparisons.add(Comparison.latency(">=", millis)));
        selection.mostLatency().ifPresent(millis -> comparisons.add(Comparison.latency("<=", millis)));
        return new Condition(selection.start(), selection.end(), comparisons,
                selection.filters().getOrDefault(Column.GROUP_ID, List.of()));
    }

    /// A clause that begins with `WHERE`.
    public String sql() {
        return " WHERE accepted_at >= ? AND accepted_at < ?"
                + comparisons.stream().map(comparison -> " AND " + comparison.sql()).collect(Collectors.joining());
    }

    /// Fills its parameters.
    public void fill(Parameters parameters) throws SQLException {
        parameters.moment(start).moment(end);
        for (var comparison : comparisons) {
            for (var value : comparison.values()) {
                value.fill(parameters);
            }
        }
    }
}
