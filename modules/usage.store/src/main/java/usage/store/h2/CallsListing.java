package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.CallsPage;
import usage.store.CallsQuery;

/// Lists attempts, newest first; a page begins after the last row of the one before, whatever was written meanwhile.
final class CallsListing {

    private static final String LIST = "calls";

    private record Position(Instant acceptedAt, AttemptKey key) {

        static Position of(String page) {
            return Cursor.read(LIST, page, parts -> {
                var acceptedAt = Instant.parse(parts[0]);
                Bounds.checkInterval(acceptedAt, acceptedAt);
                return new Position(acceptedAt, new AttemptKey(UUID.fromString(parts[1]), Integer.parseInt(parts[2])));
            });
        }

        static Position of(AttemptRow row) {
            return new Position(row.intent().acceptedAt(), row.intent().key());
        }

        String cursor() {
            return Cursor.write(LIST, acceptedAt, key.callId(), key.attempt());
        }
    }

    private final int limit;
    private final Condition condition;
    private final Optional<Position> after;

    CallsListing(CallsQuery query) {
        Bounds.checkLimit(query.limit());
        limit = query.limit();
        condition = new Condition(query.start(), query.end(), query.filters());
        after = query.page().map(Position::of);
    }

    CallsPage run(Connection connection) throws SQLException {
        var rows = Sql.query(connection, sql(), this::fill, Attempts::read);
        return rows.size() <= limit
                ? new CallsPage(rows, Optional.empty())
                : new CallsPage(rows.subList(0, limit), Optional.of(Position.of(rows.get(limit - 1)).cursor()));
    }

    private String sql() {
        return Attempts.SELECT + condition.sql()
        // The first comparison says nothing new, but the index can use it.
                + (after.isPresent() ? " AND accepted_at <= ? AND (accepted_at, call_id, attempt) < (?, ?, ?)" : "")
                + " ORDER BY accepted_at DESC, call_id DESC, attempt DESC FETCH FIRST ? ROWS ONLY";
    }

    private void fill(Parameters parameters) throws SQLException {
        condition.fill(parameters);
        if (after.isPresent()) {
            parameters.moment(after.get().acceptedAt()).moment(after.get().acceptedAt()).key(after.get().key());
        }
        parameters.number(limit + 1L);
    }
}
