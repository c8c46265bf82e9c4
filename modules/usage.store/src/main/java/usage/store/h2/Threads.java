package usage.store.h2;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/// Threads of the store's own, on which an interrupt of a caller cannot reach the database file, and waiting for them.
public final class Threads {

    private Threads() {}

    /// Runs `work` on a thread of its own and returns once it has ended.
    public static void aside(String name, Runnable work) {
        join(Thread.ofPlatform().name(name).start(work));
    }

    /// Waits on a condition, whose lock is held, until it is so or patience is over; an interrupt is kept for later.
    ///
    /// @return whether it is so
    public static boolean await(Condition changed, Duration patience, BooleanSupplier done) {
        boolean interrupted = false;
        for (long left = patience.toNanos(); !done.getAsBoolean() && left > 0;) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done.getAsBoolean();
    }

    /// Returns once `thread` has ended; an interrupt is kept for later.
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
