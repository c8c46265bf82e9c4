package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.CallsPage;
import usage.store.CallsQuery;

/// Lists attempts in the order of the index, either way; a page begins after the last row of the one before, whatever was
/// written meanwhile.
public final class CallsListing {

    private record Position(Instant acceptedAt, AttemptKey key) {

        static Position of(AttemptRow row) {
            return new Position(row.intent().acceptedAt(), row.intent().key());
        }

        static Position read(String list, String page) {
            return Cursor.read(list, page, parts -> {
                var acceptedAt = Instant.parse(parts[0]);
                Bounds.checkInterval(acceptedAt, acceptedAt);
                return new Position(acceptedAt, new AttemptKey(UUID.fromString(parts[1]), Integer.parseInt(parts[2])));
            });
        }

        String cursor(String list) {
            return Cursor.write(list, acceptedAt, key.callId(), key.attempt());
        }
    }

    /// An order: the name of its cursors, how a row that comes later compares with one that came, and its direction.
    private record Way(String list, String later, String direction) {

        static Way of(CallsQuery.Order order) {
            return switch (order) {
                case NEWEST_FIRST -> new Way("calls", "<", " DESC");
                case OLDEST_FIRST -> new Way("calls, oldest first", ">", "");
            };
        }
    }

    private final int limit;
    private final Way way;
    private final Condition condition;
    private final Optional<Position> after;
    private final CallsQuery.Order order;
    private final Spans spans;

    /// @param spans where rows can be
    public CallsListing(CallsQuery query, Spans spans) {
        this.spans = spans;
        order = query.order();
        Bounds.checkLimit(query.limit());
        limit = query.limit();
        way = Way.of(order);
        condition = Condition.of(query.selection());
        after = query.page().map(page -> Position.read(way.list(), page));
    }

    public CallsPage run(Connection connection) throws SQLException {
        var rows = new ArrayList<AttemptRow>();
        spans.each(connection, GroupSpan.narrow(connection, remaining()), order, part -> {
            rows.addAll(Sql.query(connection, sql(part), parameters -> fill(parameters, part, limit + 1L - rows.size()),
                    Attempts::read));
            return rows.size() <= limit;
        });
        return rows.size() <= limit
                ? new CallsPage(rows, Optional.empty())
                : new CallsPage(rows.subList(0, limit), Optional.of(Position.of(rows.get(limit - 1)).cursor(way.list())));
    }

    /// The condition from where the page begins.
    private Condition remaining() {
        return after.map(Position::acceptedAt).map(at -> order == CallsQuery.Order.NEWEST_FIRST
                ? condition.upTo(at.plus(1, ChronoUnit.MICROS))
                : condition.from(at)).orElse(condition);
    }

    private String sql(Condition part) {
        var direction = way.direction();
        return Attempts.SELECT + part.sql()
                + (after.isPresent() ? " AND (accepted_at, call_id, attempt) " + way.later() + " (?, ?, ?)" : "")
                + " ORDER BY accepted_at" + direction + ", call_id" + direction + ", attempt" + direction
                + " FETCH FIRST ? ROWS ONLY";
    }

    private void fill(Parameters parameters, Condition part, long most) throws SQLException {
        part.fill(parameters);
        if (after.isPresent()) {
            parameters.moment(after.get().acceptedAt()).key(after.get().key());
        }
        parameters.number(most);
    }
}
