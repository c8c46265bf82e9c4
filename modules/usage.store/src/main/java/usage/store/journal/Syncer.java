package usage.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import usage.store.JournalSettings.Fsync;
import usage.store.h2.Threads;

/// Forces the journal to the disk. One thread does it for all who wait: what was written while it forces shares the next
/// time, and no carrier of virtual threads is held by it.
final class Syncer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Syncer.class.getName());
    private static final long INTERVAL_MILLIS = 100;

    /// Forces everything there is.
    @FunctionalInterface
    interface Forcing {

        /// @param from what was forced before
        /// @return how far it is forced now
        Position force(Position from);
    }

    private final Fsync mode;
    private final Forcing forcing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Condition done = lock.newCondition();
    private final Optional<Thread> thread;
    private Position wanted = Position.START;
    private Position forced = Position.START;
    private Optional<String> trouble = Optional.empty();
    private boolean closed;
    private boolean ended;

    Syncer(Fsync mode, Forcing forcing) {
        this.mode = mode;
        this.forcing = forcing;
        thread = mode == Fsync.OS
                ? Optional.empty()
                : Optional.of(Thread.ofPlatform().name("usage-store-journal-sync").daemon().start(this::run));
    }

    /// Returns once what lies before `position` is as safe as the mode promises, or the disk has refused it.
    ///
    /// @return whether it is so safe
    boolean written(Position position) {
        if (mode != Fsync.ALWAYS) {
            return true;
        }
        lock.lock();
        try {
            if (wanted.isBefore(position)) {
                wanted = position;
                asked.signal();
            }
            while (forced.isBefore(position) && trouble.isEmpty() && !ended) {
                done.awaitUninterruptibly();
            }
            return !forced.isBefore(position);
        } finally {
            lock.unlock();
        }
    }

    /// Why nothing is forced any more: once a disk has failed to write, nobody can know what it has.
    Optional<String> trouble() {
        return mode == Fsync.OS ? Optional.empty() : locked(() -> trouble);
    }

    /// Forces what there is now, whatever the mode. A disk says only once that it has failed: where the mode promises something,
    /// nothing is accepted from then on, whoever it was told.
    ///
    /// @throws UncheckedIOException where the disk does not take it, or has not taken something before
    void force() {
        trouble().ifPresent(known -> {
            throw new UncheckedIOException(new IOException(known));
        });
        Position to;
        try {
            to = forcing.force(locked(() -> forced));
        } catch (UncheckedIOException failure) {
            if (mode != Fsync.OS) {
                fail(failure);
            }
            throw failure;
        }
        lock.lock();
        try {
            forced = forced.isBefore(to) ? to : forced;
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork() && isForced()) {
            continue;
        }
    }

    private boolean isForced() {
        try {
            force();
            return true;
        } catch (UncheckedIOException known) {
            return false;
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            if (mode == Fsync.INTERVAL) {
                if (!closed) {
                    asked.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                }
            } else {
                while (!closed && !forced.isBefore(wanted)) {
                    asked.await();
                }
            }
            return !closed;
        } catch (InterruptedException unexpected) {
            LOG.log(Level.WARNING, "somebody interrupted the thread that forces the journal; it goes on", unexpected);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void fail(UncheckedIOException failure) {
        LOG.log(Level.ERROR, "the journal cannot be forced to the disk; nothing new is accepted", failure);
        lock.lock();
        try {
            trouble = Optional.of("the journal cannot be forced to the disk: " + failure.getMessage());
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /// Forces once more and ends; who waits is told how that went.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            asked.signalAll();
        } finally {
            lock.unlock();
        }
        thread.ifPresent(Threads::join);
        if (trouble().isEmpty()) {
            isForced();
        }
        lock.lock();
        try {
            ended = true;
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
