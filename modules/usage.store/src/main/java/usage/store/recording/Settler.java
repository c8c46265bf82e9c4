package usage.store.recording;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import usage.store.LedgerException;
import usage.store.h2.Threads;
import usage.store.journal.Journal;
import usage.store.journal.Position;

/// The thread that follows the journal and puts what was settled into the table, some thousand rows at a time. Where the
/// database fails it waits and tries again, for as long as it takes; the journal grows meanwhile.
final class Settler implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Settler.class.getName());

    private static final int MOST_AT_ONCE = 2000;
    /// So many rows may wait while the database is well; whoever has another one waits until there are fewer.
    private static final int MOST_WAITING = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /// Each transaction has its price, so some rows come together first; whoever wants to read them does not wait for that.
    private static final long IDLE_MILLIS = 100;
    private static final long RETRY_MILLIS = 250;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Journal journal;
    private final Backlog backlog;
    private final AttemptTable table;
    private final Tally tally;
    private final Segments segments;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    // What the table had when it took the last batch.
    private Position mark;
    private Position applied = Position.START;
    private long checkedAt = System.nanoTime();
    private volatile Optional<LedgerException> trouble = Optional.empty();
    private boolean hurry;
    private boolean closing;

    /// @param mark what lies before it is in the table
    Settler(Journal journal, Backlog backlog, Position mark, AttemptTable table, Tally tally, Segments segments) {
        this.journal = journal;
        this.mark = mark;
        this.backlog = backlog;
        this.table = table;
        this.tally = tally;
        this.segments = segments;
        thread = Thread.ofPlatform().name("usage-store-settler").daemon().start(this::run);
    }

    /// Waits until the table has everything that was settled before, for two seconds at most.
    ///
    /// @return whether it has
    boolean catchUp() {
        var end = journal.end();
        return await(() -> !applied.isBefore(end));
    }

    /// Holds a new attempt back while the table is far behind. A database that fails is not waited for.
    void awaitRoom() {
        if (tally.spooled() > MOST_WAITING && trouble.isEmpty()) {
            await(() -> tally.spooled() <= MOST_WAITING);
        }
    }

    /// Why nothing comes to the table now.
    Optional<LedgerException> trouble() {
        return trouble;
    }

    /// Puts what is left into the table, where that is possible, and ends the thread.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }

    private void run() {
        var last = Position.START;
        while (true) {
            var batch = backlog.next(MOST_AT_ONCE);
            if (batch.size() > 0) {
                switch (add(batch)) {
                    case ADDED -> {
                    }
                    case REWOUND -> {
                        continue;
                    }
                    case GIVEN_UP -> {
                        return;
                    }
                }
            }
            advance(batch.end());
            if (batch.size() == 0) {
                if (isClosing()) {
                    segments.dropBefore(batch.end(), mark);
                    return;
                }
                awaitWork();
                checkMark();
            }
            if (last.segment() < batch.end().segment() && segments.dropBefore(batch.end(), mark)) {
                last = batch.end();
            }
        }
    }

    private enum Outcome {
        ADDED, REWOUND, GIVEN_UP
    }

    private Outcome add(Backlog.Batch batch) {
        while (true) {
            try {
                var added = table.add(batch, mark);
                trouble = Optional.empty();
                if (added.mark().isBefore(mark)) {
                    rewind(added.mark());
                    return Outcome.REWOUND;
                }
                mark = batch.end();
                tally.applied(batch.size(), added.dead(), end(batch));
                return Outcome.ADDED;
            } catch (LedgerException failure) {
                if (trouble.isEmpty()) {
                    LOG.log(Level.ERROR, "the table of attempts is not filled for now; the journal keeps them", failure);
                }
                trouble = Optional.of(failure);
                if (awaitRetry()) {
                    return Outcome.GIVEN_UP;
                }
            }
        }
    }

    /// Looks once a second whether the database still has what it took, also while there is nothing to give it.
    private void checkMark() {
        if (System.nanoTime() - checkedAt < CHECK_NANOS) {
            return;
        }
        checkedAt = System.nanoTime();
        try {
            var known = table.add(new Backlog.Batch(List.of(), List.of(), mark), mark).mark();
            if (known.isBefore(mark)) {
                rewind(known);
            }
        } catch (LedgerException failure) {
            LOG.log(Level.DEBUG, "the database cannot be asked how far it has come", failure);
        }
    }

    /// The database was closed without having written all that it had committed. The journal still has it.
    private void rewind(Position to) {
        long forgotten = backlog.rewind(to, mark);
        LOG.log(Level.WARNING, "the database has forgotten the last {0} settled attempts; the journal puts them in again",
                forgotten);
        tally.forgotten(forgotten);
        mark = to;
        lock.lock();
        try {
            applied = to;
        } finally {
            lock.unlock();
        }
    }

    private static Instant end(Backlog.Batch batch) {
        return batch.attempts().isEmpty()
                ? batch.orphans().getLast().entry().settlement().finishedAt()
                : batch.attempts().getLast().row().settlement().finishedAt();
    }

    private void advance(Position to) {
        lock.lock();
        try {
            applied = to;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() {
        lock.lock();
        try {
            if (!hurry && !closing) {
                awaitQuietly(wanted, TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS));
            }
            hurry = false;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether to give up
    private boolean awaitRetry() {
        lock.lock();
        try {
            changed.signalAll();
            if (!closing) {
                awaitQuietly(wanted, TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            }
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /// Until it is so, or the database fails, or patience is over.
    private boolean await(BooleanSupplier done) {
        lock.lock();
        try {
            hurry = true;
            wanted.signal();
            Threads.await(changed, PATIENCE, () -> done.getAsBoolean() || trouble.isPresent() || closing);
            return done.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private static void awaitQuietly(Condition condition, long nanos) {
        try {
            condition.awaitNanos(nanos);
        } catch (InterruptedException unexpected) {
            LOG.log(Level.WARNING, "somebody interrupted the thread that fills the table; it goes on", unexpected);
        }
    }
}
