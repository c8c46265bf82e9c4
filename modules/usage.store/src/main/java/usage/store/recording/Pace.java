package usage.store.recording;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import usage.store.LedgerException;
import usage.store.h2.Threads;
import usage.store.journal.Position;

/// How far the table has come with the journal. Here wait those who need it further, and the thread that fills it, while it has
/// nothing to do or the database fails.
final class Pace {

    private static final System.Logger LOG = System.getLogger(Pace.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /// Each transaction has its price, so some rows come together first; whoever wants to read them does not wait for that.
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private Position applied = Position.START;
    private volatile Optional<LedgerException> trouble = Optional.empty();
    private boolean hurry;
    private boolean closing;

    /// Waits until the table has what lies before `end`.
    ///
    /// @return whether it has; not where the database fails, or after two seconds
    boolean await(Position end) {
        return await(() -> !applied.isBefore(end));
    }

    /// Waits until it is so, or the database fails, or two seconds are over. Asked again whenever the table has more.
    ///
    /// @return whether it is so
    boolean await(BooleanSupplier done) {
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

    /// Why the table gets nothing now.
    Optional<LedgerException> trouble() {
        return trouble;
    }

    /// The table has what lies before `to`.
    void reached(Position to) {
        lock.lock();
        try {
            applied = to;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The database took what it was given.
    void recovered() {
        trouble = Optional.empty();
    }

    /// The database fails: waits until it is time to try again.
    ///
    /// @return whether to try again; otherwise the ledger closes
    boolean awaitRetry(LedgerException failure) {
        trouble = Optional.of(failure);
        lock.lock();
        try {
            changed.signalAll();
            if (!closing) {
                awaitQuietly(RETRY);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    /// Waits a moment for something to do, unless somebody is in a hurry.
    void awaitWork() {
        lock.lock();
        try {
            if (!hurry && !closing) {
                awaitQuietly(IDLE);
            }
            hurry = false;
        } finally {
            lock.unlock();
        }
    }

    private void awaitQuietly(Duration time) {
        try {
            wanted.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException unexpected) {
            LOG.log(Level.WARNING, "somebody interrupted the thread that fills the table; it goes on", unexpected);
        }
    }

    /// Lets the thread end once nothing is left.
    void close() {
        lock.lock();
        try {
            closing = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }
}
