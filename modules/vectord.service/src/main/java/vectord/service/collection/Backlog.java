package vectord.service.collection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vectord.service.Failure;

/// Writes on their way into the index: `waiting` until the one indexer takes them, then `taken` until it settles them or
/// gives them back.
///
/// By id, because a newer write to the same document makes an older one that still waits needless. The order between
/// different documents does not matter.
final class Backlog {

    private final InstantSource clock;
    private final Retry retry;
    private final AtomicLong pendingBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Pending> waiting = new LinkedHashMap<>();
    private final Map<String, Pending> taken = new LinkedHashMap<>();
    private boolean closed;

    Backlog(InstantSource clock, Retry retry, AtomicLong pendingBytes) {
        this.clock = clock;
        this.retry = retry;
        this.pendingBytes = pendingBytes;
    }

    void add(List<Pending> writes) {
        locked(() -> {
            writes.forEach(write -> {
                pendingBytes.addAndGet(write.record.length);
                Optional.ofNullable(waiting.put(write.operation.id(), write)).ifPresent(this::forget);
            });
            changed.signalAll();
        });
    }

    /// Takes up to `most` writes that are due and whose embedding calls can be one; waits until there is one. Empty once
    /// closed.
    List<Pending> take(int most) {
        lock.lock();
        try {
            while (!closed) {
                var now = clock.instant();
                var batch = due(now, most);
                if (!batch.isEmpty()) {
                    batch.forEach(write -> waiting.remove(write.operation.id()));
                    batch.forEach(write -> taken.put(write.operation.id(), write));
                    return batch;
                }
                sleep(now);
            }
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> due(Instant now, int most) {
        var batch = new ArrayList<Pending>();
        for (var write : waiting.values()) {
            if (batch.size() == most) {
                break;
            }
            if (!write.due.isAfter(now) && !taken.containsKey(write.operation.id())
                    && (batch.isEmpty() || write.goesWith(batch.getFirst()))) {
                batch.add(write);
            }
        }
        return batch;
    }

    private void sleep(Instant now) throws InterruptedException {
        var next = waiting.values().stream().map(write -> write.due).min(Instant::compareTo);
        if (next.isEmpty()) {
            changed.await();
        } else {
            changed.await(Math.max(1, Duration.between(now, next.get()).toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    /// Whether [#take] would not wait.
    boolean ready() {
        return locked(() -> !due(clock.instant(), 1).isEmpty());
    }

    /// Lets go of writes that are in the index, on the disk.
    void settle(List<Pending> writes) {
        locked(() -> writes.forEach(write -> {
            taken.remove(write.operation.id());
            forget(write);
        }));
    }

    /// Takes back writes that could not be made, to be tried again later.
    ///
    /// @param alone whether each should be tried on its own, at once
    void giveBack(List<Pending> writes, String reason, boolean alone) {
        locked(() -> {
            writes.forEach(write -> giveBack(write, reason, alone));
            changed.signalAll();
        });
    }

    private void giveBack(Pending write, String reason, boolean alone) {
        taken.remove(write.operation.id());
        if (waiting.putIfAbsent(write.operation.id(), write) != null) {
            forget(write);
            return;
        }
        write.alone |= alone;
        write.reason = reason;
        if (alone) {
            return;
        }
        write.attempts++;
        write.due = clock.instant().plus(retry.after(write.attempts));
        if (write.attempts == retry.failures()) {
            write.ticket.failed(write.failure());
        }
    }

    private void forget(Pending write) {
        pendingBytes.addAndGet(-write.record.length);
        if (!failed(write)) {
            write.ticket.done();
        }
    }

    private boolean failed(Pending write) {
        return write.attempts >= retry.failures();
    }

    /// The newest write to a document that is not in the index yet.
    Optional<Operation> find(String id) {
        return locked(() -> Optional.ofNullable(waiting.getOrDefault(id, taken.get(id))).map(write -> write.operation));
    }

    /// The log's records of everything not yet in the index.
    List<byte[]> records() {
        return locked(() -> all().map(write -> write.record).toList());
    }

    /// Number of writes that are under way.
    int pending() {
        return locked(() -> (int) all().filter(write -> !failed(write)).count());
    }

    /// Writes that have failed, and are tried again.
    List<Failure> failures() {
        return locked(() -> all().filter(this::failed).map(Pending::failure).toList());
    }

    /// Number of writes that have failed, and are tried again.
    int failed() {
        return locked(() -> (int) all().filter(this::failed).count());
    }

    /// Ends it: [#take] gives nothing any more.
    void close() {
        locked(() -> {
            closed = true;
            changed.signalAll();
        });
    }

    /// Lets go of what was not made when it was closed, and tells whoever waits for it.
    void abandon() {
        locked(() -> {
            all().filter(write -> !failed(write)).forEach(write -> write.ticket.failed(
                    new Failure(write.operation.id(), "the collection was closed before it was indexed", write.attempts)));
            pendingBytes.addAndGet(-all().mapToLong(write -> write.record.length).sum());
            waiting.clear();
            taken.clear();
        });
    }

    boolean closed() {
        return locked(() -> closed);
    }

    private Stream<Pending> all() {
        return Stream.concat(taken.values().stream(), waiting.values().stream());
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
