package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import usage.store.CallsQuery.Order;
import usage.store.h2.Comparison;
import usage.store.h2.Condition;
import usage.store.h2.Spans.Look;

/// Looks through one day.
///
/// @param level which knows all that is compared
/// @param passing the lines of roll-ups whose rows may be wanted
/// @param since rows of earlier hours have expired: those that came later, should there be any, are in no roll-up
record DaySearch(Connection connection, Level level, List<Comparison> passing, Instant since, Order order) {

    /// @return whether to look further
    boolean run(Condition day, Look look) throws SQLException {
        for (var run : ordered(runs(day.upTo(since), day.from(since)))) {
            for (var span : run.grain().isPresent() ? hours(run) : List.of(run)) {
                if (!look.in(day.within(span.start(), span.end()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<Coverage.Run> runs(Condition expired, Condition kept) throws SQLException {
        var runs = new ArrayList<Coverage.Run>();
        if (expired.start().isBefore(expired.end())) {
            runs.add(Coverage.Run.ofRows(expired.start(), expired.end()));
        }
        runs.addAll(Coverage.of(connection, kept.start(), kept.end(), Grain.DAY).runs());
        return runs;
    }

    /// The hours of a run that have a line that passes; adjacent ones are one span.
    private List<Coverage.Run> hours(Coverage.Run run) throws SQLException {
        if (run.grain().get() == Grain.DAY && starts(Grain.DAY, run).isEmpty()) {
            return List.of();
        }
        var spans = new ArrayList<Coverage.Run>();
        for (var hour : starts(Grain.HOUR, run)) {
            Coverage.append(spans, Coverage.Run.ofRows(hour, Grain.HOUR.end(hour)));
        }
        return ordered(spans);
    }

    private List<Instant> starts(Grain grain, Coverage.Run run) throws SQLException {
        return new RollUpSpan(grain, level, run.start(), run.end(), new Dimensions(List.of()), passing).starts(connection);
    }

    private List<Coverage.Run> ordered(List<Coverage.Run> runs) {
        return order == Order.NEWEST_FIRST ? runs.reversed() : runs;
    }
}
