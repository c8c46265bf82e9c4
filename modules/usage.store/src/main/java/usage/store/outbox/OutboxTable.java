package usage.store.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Outbox;
import usage.store.h2.Attempts;
import usage.store.h2.Sql;

/// The tables of the outbox.
final class OutboxTable {

    private static final String INSERT = Sql.insert("outbox", "call_id, attempt, accepted_at, queued_at, counts");
    private static final String OF_KEY = " WHERE call_id = ? AND attempt = ?";
    private static final String REJECT = Sql.insert("outbox_rejected",
            "call_id, attempt, accepted_at, counts, rejected_at, reason");

    /// An attempt on its way in.
    ///
    /// @param counts whether its acknowledgement is counted
    record Entry(AttemptKey key, Instant acceptedAt, boolean counts) {}

    private record Stored(Outbox.Place place, Entry entry) {}

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

    static void empty(Connection connection) throws SQLException {
        Sql.update(connection, "DELETE FROM outbox", parameters -> {});
        Sql.update(connection, "DELETE FROM outbox_rejected", parameters -> {});
    }

    static void add(Connection connection, List<Entry> entries, Instant queuedAt) throws SQLException {
        if (!entries.isEmpty()) {
            Sql.batch(connection, INSERT, entries, (parameters, entry) -> parameters.key(entry.key()).moment(entry.acceptedAt())
                    .moment(queuedAt).flag(entry.counts()));
        }
    }

    /// Attempts whose row retention has removed are left out; they go with the page.
    static Optional<Outbox.Page> oldest(Connection connection, int most) throws SQLException {
        var places = Sql.query(connection,
                "SELECT position, call_id, attempt FROM outbox ORDER BY position FETCH FIRST ? ROWS ONLY",
                parameters -> parameters.number(most),
                cells -> new Outbox.Place(cells.number("position"),
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
        return Optional.of(new Outbox.Page(places, due));
    }

    /// Removes what stands where the page says, and nothing else: a database that forgets gets its rows again, and others may stand
    /// there then, which were not told.
    static void remove(Connection connection, Outbox.Page page, List<Outbox.Rejection> rejected, Instant now)
            throws SQLException {
        var reasons = rejected.stream()
                .collect(Collectors.toMap(Outbox.Rejection::key, Outbox.Rejection::reason, (one, other) -> one));
        var places = new HashSet<>(page.places());
        var stored = stored(connection, page.places().getLast().position()).stream()
                .filter(there -> places.contains(there.place())).toList();
        boolean noneRejected = reasons.isEmpty() && count(connection, "outbox_rejected") == 0;
        var acknowledged = new ArrayList<Instant>();
        for (var there : stored) {
            var told = noneRejected ? there.entry() : forgiven(connection, there.entry());
            if (reasons.containsKey(told.key())) {
                Sql.update(connection, REJECT, parameters -> parameters.key(told.key()).moment(told.acceptedAt())
                        .flag(told.counts()).moment(now).text(reasons.get(told.key())));
            } else if (told.counts()) {
                acknowledged.add(told.acceptedAt());
            }
        }
        Minutes.acknowledged(connection, acknowledged);
        Sql.batch(connection, "DELETE FROM outbox WHERE position = ?", stored,
                (parameters, there) -> parameters.number(there.place().position()));
    }

    private static List<Stored> stored(Connection connection, long end) throws SQLException {
        return Sql.query(connection,
                "SELECT position, call_id, attempt, accepted_at, counts FROM outbox WHERE position <= ? ORDER BY position",
                parameters -> parameters.number(end), cells -> {
                    var key = new AttemptKey(cells.uuid("call_id"), (int) cells.number("attempt"));
                    return new Stored(new Outbox.Place(cells.number("position"), key),
                            new Entry(key, cells.moment("accepted_at"), cells.flag("counts")));
                });
    }

    /// Takes an attempt off the rejected ones; what was to be counted there is to be counted with this one.
    static Entry forgiven(Connection connection, Entry entry) throws SQLException {
        boolean counts = Sql.update(connection, "DELETE FROM outbox_rejected" + OF_KEY + " AND counts",
                parameters -> parameters.key(entry.key())) > 0;
        Sql.update(connection, "DELETE FROM outbox_rejected" + OF_KEY, parameters -> parameters.key(entry.key()));
        return new Entry(entry.key(), entry.acceptedAt(), counts || entry.counts());
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
