package sidecar.embedded.minilm;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import sidecar.embedded.SidecarException;
import sidecar.embedded.SidecarException.Code;

/// The few platform threads that all native code runs on: as many as there are cores, at most four. A virtual thread
/// in native code would hold up others; and once these threads have ended, the model can safely be freed.
final class Workers {

    static final int COUNT = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT,
            Thread.ofPlatform().daemon().name("minilm-", 0).factory());

    /// Runs `task` as soon as a thread is free.
    <T> Future<T> submit(Callable<T> task) {
        try {
            return threads.submit(task);
        } catch (RejectedExecutionException e) {
            throw closing(e);
        }
    }

    /// Waits for what `submit` gave, and throws what its task threw.
    static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closing(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SidecarException known
                    ? known
                    : new SidecarException(Code.MODEL_FAILED, "the model failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    static SidecarException closing(Exception cause) {
        return new SidecarException(Code.CLOSING, "the model server is being closed", cause);
    }

    /// Lets what was submitted come to its end; whether it did within `patience`.
    boolean close(Duration patience) {
        threads.shutdown();
        try {
            return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
