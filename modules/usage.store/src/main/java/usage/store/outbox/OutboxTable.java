package usage.store.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Outbox;
import usage.store.h2.Attempts;
import usage.store.h2.Sql;

/// The tables of the outbox.
final class OutboxTable {

    private static final String INSERT = Sql.insert("outbox", "call_id, attempt, accepted_at, queued_at, counts");
    private static final String OF_KEY = " WHERE call_id = ? AND attempt = ?";
    private static final String REJECT = "MERGE INTO outbox_rejected (call_id, attempt, accepted_at, counts, rejected_at, reason) "
            + "KEY (call_id, attempt) SELECT call_id, attempt, MIN(accepted_at), BOOL_OR(counts), ?, ? FROM outbox" + OF_KEY
            + " AND position <= ? GROUP BY call_id, attempt";
    private static final String COUNT = "MERGE INTO outbox_minutes AS known USING ("
            + "SELECT DATE_TRUNC(MINUTE, accepted_at) AS accepted_minute, COUNT(*) AS acknowledged FROM outbox "
            + "WHERE position <= ? AND counts GROUP BY DATE_TRUNC(MINUTE, accepted_at)) AS more "
            + "ON known.accepted_minute = more.accepted_minute "
            + "WHEN MATCHED THEN UPDATE SET acknowledged = known.acknowledged + more.acknowledged "
            + "WHEN NOT MATCHED THEN INSERT (accepted_minute, acknowledged) VALUES (more.accepted_minute, more.acknowledged)";

    /// An attempt on its way in.
    ///
    /// @param counts whether its acknowledgement is counted
    record Entry(AttemptKey key, Instant acceptedAt, boolean counts) {}

    /// How much there is, and since when.
    record Stock(long waiting, long rejected, Optional<Instant> oldest) {}

    private OutboxTable() {}

    static Optional<Instant> since(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT since FROM outbox_since", parameters -> {}, cells -> cells.moment("since")).stream()
                .findFirst();
    }

    /// What was counted before is of a time that has holes from now on.
    static Instant begin(Connection connection, Instant since) throws SQLException {
        Sql.update(connection, "DELETE FROM outbox_minutes", parameters -> {});
        Sql.update(connection, "UPDATE outbox SET counts = FALSE", parameters -> {});
        Sql.update(connection, "UPDATE outbox_rejected SET counts = FALSE", parameters -> {});
        Sql.update(connection, Sql.insert("outbox_since", "since"), parameters -> parameters.moment(since));
        return since;
    }

    static void end(Connection connection) throws SQLException {
        Sql.update(connection, "DELETE FROM outbox_since", parameters -> {});
    }

    static void add(Connection connection, List<Entry> entries, Instant queuedAt) throws SQLException {
        if (!entries.isEmpty()) {
            Sql.batch(connection, INSERT, entries, (parameters, entry) -> parameters.key(entry.key()).moment(entry.acceptedAt())
                    .moment(queuedAt).flag(entry.counts()));
        }
    }

    /// Attempts whose row retention has removed are left out; they go with the page.
    static Optional<Outbox.Page> oldest(Connection connection, int most) throws SQLException {
        record Place(long position, AttemptKey key) {}
        var places = Sql.query(connection,
                "SELECT position, call_id, attempt FROM outbox ORDER BY position FETCH FIRST ? ROWS ONLY",
                parameters -> parameters.number(most),
                cells -> new Place(cells.number("position"),
                        new AttemptKey(cells.uuid("call_id"), (int) cells.number("attempt"))));
        if (places.isEmpty()) {
            return Optional.empty();
        }
        var calls = new LinkedHashMap<UUID, List<AttemptRow>>();
        var due = new ArrayList<Outbox.Due>();
        for (var place : places) {
            var id = place.key().callId();
            if (!calls.containsKey(id)) {
                calls.put(id, Attempts.ofCall(connection, id));
            }
            var call = calls.get(id);
            call.stream().filter(row -> row.intent().key().equals(place.key())).findFirst()
                    .ifPresent(row -> due.add(new Outbox.Due(row, call)));
        }
        return Optional.of(new Outbox.Page(places.getLast().position(), due));
    }

    static void remove(Connection connection, Outbox.Page page, List<Outbox.Rejection> rejected, Instant now)
            throws SQLException {
        for (var rejection : rejected) {
            Sql.update(connection, REJECT, parameters -> parameters.moment(now).text(rejection.reason()).key(rejection.key())
                    .number(page.end()));
            Sql.update(connection, "DELETE FROM outbox" + OF_KEY + " AND position <= ?",
                    parameters -> parameters.key(rejection.key()).number(page.end()));
        }
        Sql.update(connection, COUNT, parameters -> parameters.number(page.end()));
        Sql.update(connection, "DELETE FROM outbox WHERE position <= ?", parameters -> parameters.number(page.end()));
    }

    /// Takes an attempt off the rejected ones.
    ///
    /// @return whether it was one whose acknowledgement is to be counted
    static boolean isForgiven(Connection connection, AttemptKey key) throws SQLException {
        boolean counts = Sql.update(connection, "DELETE FROM outbox_rejected" + OF_KEY + " AND counts",
                parameters -> parameters.key(key)) > 0;
        Sql.update(connection, "DELETE FROM outbox_rejected" + OF_KEY, parameters -> parameters.key(key));
        return counts;
    }

    static Stock stock(Connection connection) throws SQLException {
        var oldest = Sql.query(connection, "SELECT queued_at FROM outbox ORDER BY position FETCH FIRST ROW ONLY",
                parameters -> {}, cells -> cells.moment("queued_at")).stream().findFirst();
        return new Stock(count(connection, "outbox"), count(connection, "outbox_rejected"), oldest);
    }

    static long count(Connection connection, String table) throws SQLException {
        return Sql.query(connection, "SELECT COUNT(*) AS counted FROM " + table, parameters -> {},
                cells -> cells.number("counted")).getFirst();
    }
}
