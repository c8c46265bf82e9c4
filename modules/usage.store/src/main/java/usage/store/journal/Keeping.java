package usage.store.journal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import usage.store.h2.Threads;

/// Keeps segments from going while somebody reads them. Several may do so at the same time; whoever begins while a segment
/// should go lets that go first, so that those who read one after the other hold none for ever.
final class Keeping {

    /// So long is whatever should go waited for: whoever lets it go may be kept from that by other things.
    private static final Duration TURN = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int readers;
    private boolean isWanted;

    /// Until the answer is closed, nothing goes.
    Kept keep() {
        lock.lock();
        try {
            Threads.await(changed, TURN, () -> !isWanted);
            isWanted = false;
            readers++;
            return this::release;
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        lock.lock();
        try {
            readers--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether something may go now; otherwise it goes before anybody else begins to read.
    boolean mayGo() {
        lock.lock();
        try {
            isWanted = readers > 0;
            return readers == 0;
        } finally {
            lock.unlock();
        }
    }

    /// Runs what lets something go, unless somebody reads.
    ///
    /// @return whether it has run
    boolean letGo(Runnable dropping) {
        lock.lock();
        try {
            if (!mayGo()) {
                return false;
            }
            dropping.run();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Runs it once nobody reads.
    void letAllGo(Runnable dropping) {
        lock.lock();
        try {
            while (readers > 0) {
                changed.awaitUninterruptibly();
            }
            dropping.run();
        } finally {
            lock.unlock();
        }
    }
}
