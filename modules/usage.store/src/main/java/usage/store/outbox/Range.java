package usage.store.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import usage.store.AttemptKey;
import usage.store.h2.Sql;

/// Attempts that were accepted in a time, some thousand after the other, the oldest first.
///
/// @param start first moment
/// @param end first moment no longer in it
record Range(Instant start, Instant end) {

    private static final int MOST_AT_ONCE = 2000;
    private static final String KEYS = "SELECT call_id, attempt, accepted_at FROM attempts WHERE accepted_at >= ? AND accepted_at < ? AND "
            + Minutes.TOLD;
    private static final String ORDER = " ORDER BY accepted_at, call_id, attempt FETCH FIRST ? ROWS ONLY";

    /// The next ones; empty at the end.
    List<OutboxTable.Entry> after(Connection connection, Optional<OutboxTable.Entry> last) throws SQLException {
        return Sql.query(connection, KEYS + (last.isPresent() ? " AND (accepted_at, call_id, attempt) > (?, ?, ?)" : "") + ORDER,
                parameters -> {
                    parameters.moment(last.map(OutboxTable.Entry::acceptedAt).orElse(start)).moment(end);
                    if (last.isPresent()) {
                        parameters.moment(last.get().acceptedAt()).key(last.get().key());
                    }
                    parameters.number(MOST_AT_ONCE);
                }, cells -> new OutboxTable.Entry(new AttemptKey(cells.uuid("call_id"), (int) cells.number("attempt")),
                        cells.moment("accepted_at"), false));
    }
}
