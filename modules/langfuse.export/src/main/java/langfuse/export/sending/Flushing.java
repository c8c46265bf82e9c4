package langfuse.export.sending;

import java.time.Duration;

/// How long a thread that sends may go on after it was told to end.
///
/// @param patience then it is interrupted
record Flushing(Duration patience) {

    private static final Duration GRACE = Duration.ofSeconds(1);

    /// Waits for its end; an interrupt of whoever waits ends it at once.
    void end(Thread thread) {
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
                thread.join(GRACE);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
