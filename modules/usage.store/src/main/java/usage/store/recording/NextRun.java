package usage.store.recording;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Makes something one at a time, for as many as ask: whoever asks while one is being made shares the next one with all others
/// who wait, since the one under way may have begun before what they ask about.
final class NextRun<T> {

    private final Supplier<T> work;
    private final ReentrantLock running = new ReentrantLock();
    private Optional<CompletableFuture<T>> next = Optional.empty();

    NextRun(Supplier<T> work) {
        this.work = work;
    }

    /// One that begins after this was called.
    ///
    /// @throws RuntimeException as the work throws it, to all who share it
    T get() {
        var mine = new CompletableFuture<T>();
        var shared = join(mine);
        if (shared == mine) {
            run(mine);
        }
        try {
            return shared.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : failure;
        }
    }

    private synchronized CompletableFuture<T> join(CompletableFuture<T> mine) {
        var shared = next.orElse(mine);
        next = Optional.of(shared);
        return shared;
    }

    private synchronized void begin() {
        next = Optional.empty();
    }

    private void run(CompletableFuture<T> result) {
        running.lock();
        try {
            begin();
            result.complete(work.get());
        } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        } finally {
            running.unlock();
        }
    }
}
