package usage.store.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import usage.store.JournalSettings;
import usage.store.h2.Threads;

/// The room that the journal has: in the segment that is written, in the spare ones, and in those that may still be made.
final class Room {

    /// More than the longest entry takes; so much may stay empty at the end of a segment.
    private static final int LONGEST = 32 << 10;

    private final JournalSettings settings;
    private final SegmentChain segments;
    private final Spares spares;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    Room(JournalSettings settings, SegmentChain segments, Spares spares) {
        this.settings = settings;
        this.segments = segments;
        this.spares = spares;
    }

    /// Bytes of all files.
    long bytes() {
        return (long) (segments.size() + spares.count()) * settings.segmentBytes();
    }

    /// How many more spare segments it takes until there is room for `bytes`.
    ///
    /// @param left bytes that are left in the segment being written
    int lacking(long bytes, int left) {
        long each = settings.segmentBytes() - Segment.BEGINNING - LONGEST;
        long missing = bytes - Math.max(0, left - LONGEST);
        int needed = (int) (Math.max(0, missing + each - 1) / each);
        // One more than needed is prepared ahead.
        spares.want(Math.min(needed + 1, most()));
        return Math.max(0, needed - spares.count());
    }

    private int most() {
        return (int) Math.max(0, settings.maxBytes() / settings.segmentBytes() - segments.size());
    }

    /// Waits for what may make room: files that are being made, or one that goes.
    ///
    /// @param lacking how many spare segments are to come
    /// @return why there will be none; empty: it is worth another look
    Optional<String> await(int lacking, Duration patience) {
        int needed = spares.count() + lacking;
        boolean isFull = needed > most();
        if (!patience.isPositive()) {
            return Optional.of(isFull ? "the journal is full: " + bytes() + " bytes wait for the database" : spares.trouble());
        }
        if (isFull) {
            awaitDrop(patience);
            return Optional.empty();
        }
        return spares.awaitCount(needed, patience) ? Optional.empty() : Optional.of(spares.trouble());
    }

    private void awaitDrop(Duration patience) {
        int before = segments.size();
        lock.lock();
        try {
            Threads.await(changed, patience, () -> segments.size() < before || closed);
        } finally {
            lock.unlock();
        }
    }

    /// A segment is gone.
    void dropped() {
        spares.allowOneMore();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody waits any more.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
