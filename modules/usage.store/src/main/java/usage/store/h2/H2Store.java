package usage.store.h2;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import usage.store.Ledger;
import usage.store.LedgerException;
import usage.store.StoreSettings;
import usage.store.UsageQueries;
import usage.store.UsageStore;
import usage.store.price.PriceBook;
import usage.store.rollup.HourChanges;
import usage.store.rollup.Retention;
import usage.store.rollup.RollUps;
import usage.store.rollup.Thinning;
import usage.store.rollup.Upkeep;

/// A ledger kept in one H2 database file.
public final class H2Store implements UsageStore {

    private static final System.Logger LOG = System.getLogger(H2Store.class.getName());

    private final DirectoryLock lock;
    private final Database database;
    private final WriteLane writes;
    private final ReadLane reads;
    private final Door door;
    private final Upkeep upkeep;
    private final Ledger ledger;
    private final UsageQueries queries;
    private final AtomicBoolean closed = new AtomicBoolean();

    private H2Store(DirectoryLock lock, Database database, StoreSettings settings, PriceBook prices) {
        this.lock = lock;
        this.database = database;
        var tally = new Tally();
        var changes = new HourChanges();
        var bookkeeper = new Bookkeeper(prices, changes);
        writes = new WriteLane(database, connection -> {
            tally.recount(connection);
            changes.recount(connection);
            return tally;
        });
        reads = new ReadLane(database);
        door = new Door(writes);
        var clock = settings.clock();
        upkeep = new Upkeep(new RollUps(writes, reads, changes, clock),
                new Retention(settings.retention(), writes, reads, changes, tally.bookkeeping(clock), clock),
                new Thinning(writes, reads));
        ledger = new H2Ledger(writes, bookkeeper, tally, door, clock);
        queries = new H2Queries(reads, tally, door, clock);
        try {
            recover(settings, bookkeeper, tally);
        } catch (LedgerException failure) {
            stop();
            throw new LedgerException(LedgerException.Code.CANNOT_OPEN,
                    "the ledger in " + settings.directory() + " cannot be opened: " + failure.getMessage(), failure);
        }
    }

    /// Opens or makes the ledger of `settings.directory()`.
    public static UsageStore open(StoreSettings settings) {
        var prices = new PriceBook(settings.prices());
        var lock = DirectoryLock.take(settings.directory());
        try {
            return new H2Store(lock, Database.open(settings.directory()), settings, prices);
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public UsageQueries queries() {
        return queries;
    }

    /// Rolls up and removes every minute, and at once when told to.
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop();
            lock.close();
        }
    }

    private void recover(StoreSettings settings, Bookkeeper bookkeeper, Tally tally) {
        var lost = writes.write("what was in flight", bookkeeper::loseAll, outcomes -> outcomes.forEach(tally::count));
        if (!lost.isEmpty()) {
            LOG.log(Level.WARNING, "{0} attempts were in flight when the ledger in {1} was last used; they are lost now",
                    lost.size(), settings.directory());
        }
    }

    private void stop() {
        Threads.aside("usage-store-close", () -> {
            upkeep.close();
            door.close();
            writes.close();
            reads.close();
            database.close();
        });
    }
}
