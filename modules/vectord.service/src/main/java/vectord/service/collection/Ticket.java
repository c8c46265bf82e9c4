package vectord.service.collection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import vectord.service.Failure;

/// A request's claim on its writes: open until each is searchable, superseded by a newer one, or has failed.
public final class Ticket {

    private final CountDownLatch open;
    private final List<Failure> failures = new ArrayList<>();

    Ticket(int writes) {
        this.open = new CountDownLatch(writes);
    }

    void done() {
        open.countDown();
    }

    void failed(Failure failure) {
        synchronized (failures) {
            failures.add(failure);
        }
        open.countDown();
    }

    /// Waits until it is closed; false where that took longer than `limit`.
    public boolean await(Duration limit) {
        try {
            return open.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The writes that have failed so far.
    public List<Failure> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }
}
