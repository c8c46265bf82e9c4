package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The time from a group's first attempt to its last. A group is one request of a user and lies within seconds; its id is
/// random. An index by id alone would be written all over with every batch of rows; by hour and id it is written in one place,
/// and a question looks into each hour that there is.
///
/// @param start when the first attempt was accepted
/// @param end the moment after the last one
public record GroupSpan(Instant start, Instant end) {

    private static final String HOURS = "SELECT MIN(accepted_hour) AS first_hour, MAX(accepted_hour) AS last_hour FROM attempts";
    private static final String SPAN = "SELECT MIN(accepted_at) AS span_start, MAX(accepted_at) AS span_end"
            + " FROM SYSTEM_RANGE(?, ?) AS hours JOIN attempts ON accepted_hour = hours.x AND group_id = ? HAVING COUNT(*) > 0";

    /// The condition within the span of its groups; as it is where it names none.
    public static Condition narrow(Connection connection, Condition condition) throws SQLException {
        if (condition.groupIds().isEmpty()) {
            return condition;
        }
        var spans = new ArrayList<GroupSpan>();
        for (var groupId : condition.groupIds()) {
            spans.addAll(of(connection, condition, groupId));
        }
        return spans.stream().reduce(GroupSpan::with).map(span -> span.of(condition))
                .orElse(condition.within(condition.start(), condition.start()));
    }

    /// The hour of a row, as the index has it.
    static long hour(Instant acceptedAt) {
        return Math.floorDiv(acceptedAt.getEpochSecond(), 3600L);
    }

    /// None or one.
    private static List<GroupSpan> of(Connection connection, Condition condition, String groupId) throws SQLException {
        var hours = Sql.query(connection, HOURS, parameters -> {},
                cells -> new long[]{cells.number("first_hour"), cells.number("last_hour")}).getFirst();
        return Sql.query(connection, SPAN, parameters -> parameters.number(Math.max(hours[0], hour(condition.start())))
                .number(Math.min(hours[1], hour(condition.end()))).text(groupId), GroupSpan::read);
    }

    private static GroupSpan read(Cells cells) throws SQLException {
        return new GroupSpan(cells.moment("span_start"), cells.moment("span_end").plus(1, ChronoUnit.MICROS));
    }

    private GroupSpan with(GroupSpan other) {
        return new GroupSpan(start.isBefore(other.start) ? start : other.start, end.isAfter(other.end) ? end : other.end);
    }

    private Condition of(Condition condition) {
        return condition.from(start).upTo(end);
    }
}
