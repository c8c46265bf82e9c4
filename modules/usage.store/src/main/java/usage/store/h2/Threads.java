package usage.store.h2;

/// Threads of the store's own, on which an interrupt of a caller cannot reach the database file.
final class Threads {

    private Threads() {}

    /// Runs `work` on a thread of its own and returns once it has ended.
    static void aside(String name, Runnable work) {
        join(Thread.ofPlatform().name(name).start(work));
    }

    /// Returns once `thread` has ended; an interrupt is kept for later.
    static void join(Thread thread) {
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
