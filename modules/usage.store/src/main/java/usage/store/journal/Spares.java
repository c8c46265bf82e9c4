package usage.store.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import usage.store.h2.Threads;

/// Segments that are made and not yet used. A thread of its own makes them ahead of the need, since filling a file takes
/// longer than a call may wait; where the disk is full it tries again every second.
final class Spares implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Spares.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final SegmentFiles files;
    private final int size;
    private final Deque<Segment> made = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private long next;
    private long allowed;
    private volatile int wanted;
    private volatile int count;
    private Optional<String> trouble = Optional.empty();
    private boolean closed;

    /// @param next number of the first one
    /// @param allowed how many more segments there may be
    Spares(SegmentFiles files, int size, long next, long allowed) {
        this.files = files;
        this.size = size;
        this.next = next;
        this.allowed = allowed;
        thread = Thread.ofPlatform().name("usage-store-journal-spares").daemon().start(this::run);
    }

    int count() {
        return count;
    }

    /// Says how many there should be.
    void want(int number) {
        if (wanted == number) {
            return;
        }
        lock.lock();
        try {
            wanted = number;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A segment is gone: there may be another one.
    void allowOneMore() {
        lock.lock();
        try {
            allowed++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The oldest one; waits for it where there is none and it can be made.
    ///
    /// @return empty where it cannot be made within `patience`; [#trouble] then says why
    Optional<Segment> take(Duration patience) {
        lock.lock();
        try {
            awaitCount(1, patience);
            var oldest = Optional.ofNullable(made.poll());
            count = made.size();
            return oldest;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there are `number` of them, or one cannot be made, or `patience` is over.
    ///
    /// @return whether there are
    boolean awaitCount(int number, Duration patience) {
        lock.lock();
        try {
            trouble = Optional.empty();
            wanted = Math.max(wanted, number);
            changed.signalAll();
            Threads.await(changed, patience, () -> made.size() >= number || trouble.isPresent() || closed);
            return made.size() >= number;
        } finally {
            lock.unlock();
        }
    }

    /// Why the last one could not be made.
    String trouble() {
        lock.lock();
        try {
            return trouble.orElse("the next file of the journal is not ready");
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                if (made.size() >= wanted || allowed <= 0) {
                    changed.await();
                } else if (trouble.isPresent()) {
                    changed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                    make();
                } else {
                    make();
                }
            }
        } catch (InterruptedException ours) {
            LOG.log(Level.ERROR, "somebody interrupted the thread that prepares the journal's files", ours);
        } finally {
            lock.unlock();
        }
    }

    /// Holds the lock at both ends, not while the file is written.
    private void make() {
        long number = next++;
        lock.unlock();
        Optional<Segment> segment = Optional.empty();
        Optional<String> failure = Optional.empty();
        try {
            segment = Optional.of(files.create(number, size));
        } catch (IOException | RuntimeException e) {
            failure = Optional.of("a file of the journal cannot be made in " + files.directory() + ": " + e.getMessage());
        } finally {
            lock.lock();
        }
        if (failure.isPresent() && trouble.isEmpty()) {
            LOG.log(Level.ERROR, failure.get());
        }
        trouble = failure;
        segment.ifPresent(made::add);
        allowed -= made.size() - count;
        count = made.size();
        changed.signalAll();
    }

    /// Ends the thread and removes what was not used.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
        made.forEach(Segment::delete);
    }
}
