package usage.store.recording;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import usage.store.h2.Attempts;
import usage.store.h2.Failures;
import usage.store.h2.SettledAttempt;
import usage.store.h2.WriteLane;
import usage.store.journal.Entry;
import usage.store.journal.Position;
import usage.store.outbox.Intake;
import usage.store.price.PriceBook;
import usage.store.rollup.HourChanges;

/// Puts batches of settled attempts into the table, and the mark with them, in one transaction. A row that the table will not
/// take goes to the dead letters and holds nobody up.
final class AttemptTable {

    private static final System.Logger LOG = System.getLogger(AttemptTable.class.getName());
    private static final String DATA_EXCEPTION = "22";
    private static final String CONSTRAINT_VIOLATION = "23";

    private final WriteLane lane;
    private final HourChanges changes;
    private final Intake outbox;
    private final DeadLetters deadLetters;
    private final InstantSource clock;

    AttemptTable(WriteLane lane, HourChanges changes, Intake outbox, DeadLetters deadLetters, InstantSource clock) {
        this.lane = lane;
        this.changes = changes;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /// What came of a batch.
    ///
    /// @param mark how far the table has come; before the batch where it had forgotten what came earlier, and took nothing
    /// @param dead how many became dead letters
    record Added(Position mark, long dead) {}

    /// Returns once the batch is committed; nothing is done where it was before.
    ///
    /// @param after where the batch begins
    /// @throws usage.store.LedgerException `unrecordable` where the database fails
    Added add(Backlog.Batch batch, Position after) {
        long before = deadLetters.count();
        var mark = lane.write("settled attempts", connection -> {
            var known = JournalMark.read(connection);
            if (known.isBefore(after)) {
                return known;
            }
            if (known.isBefore(batch.end())) {
                insert(connection, batch.attempts());
                batch.orphans().forEach(orphan -> deadLetters.add(clock.instant(), orphan.entry().key(),
                        orphan.segment(), "its beginning is not in the journal", orphan.entry()));
                JournalMark.write(connection, batch.end());
            }
            return batch.end();
        }, done -> {});
        return new Added(mark, deadLetters.count() - before);
    }

    private void insert(Connection connection, List<SettledAttempt> attempts) throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        outbox.add(connection, inserted(connection, attempts).stream().map(SettledAttempt::row).toList());
        changes.touch(connection, attempts.stream().map(attempt -> attempt.row().intent().acceptedAt()).toList());
    }

    /// @return those that the table has taken
    private List<SettledAttempt> inserted(Connection connection, List<SettledAttempt> attempts) throws SQLException {
        var before = connection.setSavepoint();
        try {
            Attempts.insert(connection, attempts);
            return attempts;
        } catch (SQLException | RuntimeException failure) {
            connection.rollback(before);
            return insertedOneByOne(connection, attempts);
        }
    }

    private List<SettledAttempt> insertedOneByOne(Connection connection, List<SettledAttempt> attempts) throws SQLException {
        var taken = new ArrayList<SettledAttempt>();
        for (var attempt : attempts) {
            var before = connection.setSavepoint();
            try {
                Attempts.insert(connection, List.of(attempt));
                taken.add(attempt);
            } catch (SQLException | RuntimeException failure) {
                if (!isOfTheRow(failure)) {
                    throw failure;
                }
                connection.rollback(before);
                bury(attempt, failure);
            }
        }
        return taken;
    }

    private void bury(SettledAttempt attempt, Exception failure) {
        var row = attempt.row();
        var key = row.intent().key();
        var reason = failure instanceof SQLException sql ? Failures.reason(sql) : failure.toString();
        LOG.log(Level.ERROR, "the table does not take attempt {0}; it is kept in the dead letters: {1}", key, reason);
        deadLetters.add(clock.instant(), key, attempt.segment(), reason, new Entry.Opened(row.intent()), new Entry.Settled(key,
                row.settlement(), row.cost().flatMap(cost -> row.priceId().map(price -> new PriceBook.Charge(cost, price)))));
    }

    /// Whether the row is at fault; otherwise the database is.
    private static boolean isOfTheRow(Exception failure) {
        if (!(failure instanceof SQLException sql)) {
            return true;
        }
        var state = sql.getSQLState();
        return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
    }
}
