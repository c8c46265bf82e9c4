package usage.store.recording;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import usage.store.JournalFigures;
import usage.store.Ledger;
import usage.store.LedgerBackups;
import usage.store.Outbox;
import usage.store.Repricing;
import usage.store.Snapshots;
import usage.store.StoreSettings;
import usage.store.UsageQueries;
import usage.store.UsageStore;
import usage.store.backup.OpenLedger;
import usage.store.h2.Attempts;
import usage.store.h2.Database;
import usage.store.h2.DatabaseCopies;
import usage.store.h2.DirectoryLock;
import usage.store.h2.Door;
import usage.store.h2.PriceTable;
import usage.store.h2.ReadLane;
import usage.store.h2.Threads;
import usage.store.h2.WriteLane;
import usage.store.journal.Journal;
import usage.store.journal.KeyFiles;
import usage.store.journal.LineFile;
import usage.store.journal.Manifests;
import usage.store.journal.Position;
import usage.store.outbox.Intake;
import usage.store.outbox.LedgerOutbox;
import usage.store.price.PriceBook;
import usage.store.rollup.ClockWatch;
import usage.store.rollup.ExpiredAttempts;
import usage.store.rollup.Horizon;
import usage.store.rollup.HourChanges;
import usage.store.rollup.Retention;
import usage.store.rollup.RollUps;
import usage.store.rollup.Thinning;
import usage.store.rollup.Upkeep;
import usage.store.snapshot.SnapshotDesk;
import usage.store.sql.SqlDesk;
import usage.store.sql.SqlLimits;
import usage.store.repricing.Repricer;

/// A ledger in a directory: a journal in front of an H2 database. Puts the parts together, and ends them in the opposite
/// order.
public final class JournaledStore implements UsageStore {

    private static final Duration UPKEEP = Duration.ofMinutes(1);

    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final InstantSource clock;
    private final OpenAttempts open = new OpenAttempts();
    private final Tally tally = new Tally();
    private final Settler settler;
    private final Upkeep upkeep;
    private final Ledger ledger;
    private final UsageQueries queries;
    private final Outbox outbox;
    private final Repricing repricing;
    private final Snapshots snapshots;
    private final LedgerBackups backups;

    private JournaledStore(StoreSettings settings, InstantSource steady) {
        clock = settings.clock();
        try {
            var prices = new PriceBook(settings.prices());
            hold(DirectoryLock.take(settings.directory()));
            var database = hold(Database.open(settings.directory()));
            var changes = new HourChanges();
            var reads = hold(new ReadLane(database));
            var writes = hold(new WriteLane(database, connection -> {
                changes.recount(connection);
                return changes;
            }));
            writes.write("the prices", connection -> PriceTable.add(connection, prices, clock.instant()), added -> {});
            var door = hold(new Door(writes));
            var directory = settings.journal().directory().orElse(settings.directory().resolve("journal"));
            var manifests = new Manifests(new LineFile(settings.directory().resolve("manifest.tsv")));
            var keyFiles = new KeyFiles(settings.directory().resolve("keys"));
            var deadLetters = new DeadLetters(new LineFile(settings.directory().resolve("dead-letters.tsv")));
            var mark = reads.read("the mark of the journal", JournalMark::read);
            var journal = hold(journal(directory, settings, Math.max(mark.segment(), manifests.last())));
            var stock = reads.read("the stock of attempts", JournaledStore::stock);
            var found = Recovery.run(journal, prices, mark,
                    new LostEndSearch(journal, manifests, keyFiles, deadLetters, reads));
            tally.begin(stock, deadLetters.count(), found.waiting());
            var backlog = new Backlog(journal, mark, found.ends());
            var intake = new Intake(writes, reads, clock);
            settler = hold(
                    new Settler(journal, backlog, mark, new AttemptTable(writes, changes, intake, deadLetters, clock), tally,
                            new Segments(journal, manifests, keyFiles, backlog, open, writes)));
            var watch = new ClockWatch(clock, steady, reads.read("the newest attempt", Attempts::newest), settings.retention());
            upkeep = hold(new Upkeep(UPKEEP, settler::catchUp, new RollUps(writes, reads, changes, clock),
                    new Retention(settings.retention(), writes, reads, changes, new Bookkeeping(), watch),
                    new Thinning(writes, reads)));
            var desk = hold(new SqlDesk(database.reader(), SqlLimits.USUAL));
            outbox = new LedgerOutbox(intake, settler::catchUp, writes, reads, clock);
            repricing = new Repricer(settler::catchUp, writes, reads, prices, changes);
            ledger = new JournaledLedger(journal, open, tally, settler, prices, reads, door, clock);
            var audits = hold(
                    new Audits(settler, new Auditor(journal, manifests, keyFiles, found.ends(), deadLetters, reads, clock)));
            queries = new LedgerQueries(reads, desk, settler, open, tally,
                    () -> new JournalFigures(journal.bytes(), settings.journal().maxBytes(), found.lost()), door, audits, clock);
            var copies = new DatabaseCopies(database, writes);
            snapshots = hold(new SnapshotDesk(settings.directory(), copies::to, () -> {
                settler.catchUp();
                return queries.completeness();
            }));
            backups = hold(new OpenLedger(settings.directory(), copies, journal, () -> {
                settler.catchUp();
                return reads.read("the number of rows", Attempts::count);
            }));
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /// Opens or makes the ledger of `settings.directory()`.
    public static UsageStore open(StoreSettings settings) {
        return open(settings, ClockWatch.STEADY);
    }

    /// The same.
    ///
    /// @param steady time that goes by, which the clock is held against
    public static JournaledStore open(StoreSettings settings, InstantSource steady) {
        return new JournaledStore(settings, steady);
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public UsageQueries queries() {
        return queries;
    }

    @Override
    public Repricing repricing() {
        return repricing;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public LedgerBackups backups() {
        return backups;
    }

    /// Rolls up and removes every minute, and at once when told to.
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Threads.aside("usage-store-close", () -> {
                while (!held.isEmpty()) {
                    close(held.pop());
                }
            });
        }
    }

    private <T extends AutoCloseable> T hold(T part) {
        held.push(part);
        return part;
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// A directory of its own has a lock of its own: another store might be told to use it too.
    private Journal journal(Path directory, StoreSettings settings, long after) {
        if (settings.journal().directory().isPresent()) {
            hold(DirectoryLock.take(directory));
        }
        return Journal.open(directory, settings.journal(), after);
    }

    private static Tally.Stock stock(Connection connection) throws SQLException {
        return new Tally.Stock(Attempts.count(connection), ExpiredAttempts.count(connection),
                Horizon.read(connection).map(Horizon::rowsSince));
    }

    /// What retention needs to know: everything older than what is in flight now is in the table once that has caught up.
    private final class Bookkeeping implements Retention.Bookkeeping {

        @Override
        public Instant settledUntil() {
            var oldest = open.oldest().orElse(Instant.MAX);
            return settler.catchUp() ? oldest : Instant.MIN;
        }

        @Override
        public void expired(long attempts, Instant rowsSince) {
            tally.expired(attempts, rowsSince);
        }
    }
}
