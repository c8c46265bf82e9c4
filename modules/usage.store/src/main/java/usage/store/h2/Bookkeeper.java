package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.LedgerException;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.price.PriceBook;
import usage.store.rollup.HourChanges;

/// Applies entries to the tables, each inside the transaction it is given.
final class Bookkeeper {

    /// What an entry changed.
    enum Change {
        OPENED, SETTLED, REFUSED, NOTHING
    }

    /// What came of an entry.
    ///
    /// @param row the settled row, where the entry is about one
    record Outcome(Change change, AttemptKey key, Instant acceptedAt, Optional<AttemptRow> row) {

        private static Outcome of(Change change, AttemptRow row) {
            return new Outcome(change, row.intent().key(), row.intent().acceptedAt(), Optional.of(row));
        }
    }

    private final PriceBook prices;
    private final HourChanges changes;

    Bookkeeper(PriceBook prices, HourChanges changes) {
        this.prices = prices;
        this.changes = changes;
    }

    Outcome apply(Connection connection, Entry entry) throws SQLException {
        return switch (entry) {
            case Entry.Opened(var intent) -> open(connection, intent);
            case Entry.Progressed(var key, var progress, var at) -> {
                OpenAttempts.update(connection, key, progress, at);
                yield new Outcome(Change.NOTHING, key, at, Optional.empty());
            }
            case Entry.Settled(var key, var settlement) -> settle(connection, key, settlement);
            case Entry.Refused(var intent, var refusal) -> refuse(connection, intent, refusal);
        };
    }

    /// Turns every attempt in flight into a lost one, as of the last moment it is known to have been alive.
    List<Outcome> loseAll(Connection connection) throws SQLException {
        var lost = new ArrayList<Outcome>();
        for (var open : OpenAttempts.all(connection)) {
            lost.add(move(connection, open.intent(), lost(open)));
        }
        return lost;
    }

    private Outcome open(Connection connection, Intent intent) throws SQLException {
        requireNew(intent.key(), Attempts.find(connection, intent.key()).isPresent()
                || OpenAttempts.find(connection, intent.key()).isPresent());
        OpenAttempts.insert(connection, intent);
        return new Outcome(Change.OPENED, intent.key(), intent.acceptedAt(), Optional.empty());
    }

    private Outcome settle(Connection connection, AttemptKey key, Settlement settlement) throws SQLException {
        var open = OpenAttempts.find(connection, key);
        if (open.isPresent()) {
            return move(connection, open.get().intent(), settlement);
        }
        return Attempts.find(connection, key).map(row -> Outcome.of(Change.NOTHING, row)).orElseThrow(
                () -> new LedgerException(LedgerException.Code.UNKNOWN_ATTEMPT, "attempt " + key + " was never opened"));
    }

    private Outcome refuse(Connection connection, Intent intent, Settlement refusal) throws SQLException {
        var earlier = Attempts.find(connection, intent.key());
        if (earlier.isPresent()) {
            return Outcome.of(Change.NOTHING, earlier.get());
        }
        requireNew(intent.key(), OpenAttempts.find(connection, intent.key()).isPresent());
        return Outcome.of(Change.REFUSED, insert(connection, intent, refusal));
    }

    private Outcome move(Connection connection, Intent intent, Settlement settlement) throws SQLException {
        OpenAttempts.delete(connection, intent.key());
        return Outcome.of(Change.SETTLED, insert(connection, intent, settlement));
    }

    private AttemptRow insert(Connection connection, Intent intent, Settlement settlement) throws SQLException {
        Attempts.insert(connection, intent, settlement, prices.charge(intent, settlement));
        changes.touch(connection, List.of(intent.acceptedAt()));
        return Attempts.find(connection, intent.key()).orElseThrow();
    }

    private static void requireNew(AttemptKey key, boolean known) {
        if (known) {
            throw new LedgerException(LedgerException.Code.UNRECORDABLE, "attempt " + key + " was recorded before");
        }
    }

    private static Settlement lost(OpenAttempts.Open open) {
        var progress = open.progress();
        var lastKnown = Stream.of(Optional.of(open.knownAt()), progress.sentAt(), progress.firstTokenAt())
                .flatMap(Optional::stream).max(Instant::compareTo).orElseThrow();
        return new Settlement(Status.LOST, Optional.of(ErrorType.CRASH), Optional.empty(), OptionalInt.empty(), progress.sentAt(),
                progress.firstTokenAt(), lastKnown, progress.tokens(), Optional.empty(), Optional.empty());
    }
}
