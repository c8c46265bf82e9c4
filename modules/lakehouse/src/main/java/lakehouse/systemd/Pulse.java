package lakehouse.systemd;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Says that the service lives, twice within the time after which systemd takes it for dead, and only while a check agrees.
/// A check that fails is repeated sooner, so that one slow answer ends nothing.
final class Pulse implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());

    private final Duration interval;
    private final BooleanSupplier alive;
    private final Runnable beat;
    /// A thread of the operating system: where virtual threads are stuck, it still runs and says so.
    private final Thread thread = Thread.ofPlatform().daemon().name("systemd-watchdog").unstarted(this::run);

    private Pulse(Duration limit, BooleanSupplier alive, Runnable beat) {
        this.interval = limit.dividedBy(2);
        this.alive = alive;
        this.beat = beat;
    }

    /// @param limit after which the service is taken for dead
    /// @param alive the check
    /// @param beat says that it lives
    static Pulse start(Duration limit, BooleanSupplier alive, Runnable beat) {
        var pulse = new Pulse(limit, alive, beat);
        pulse.thread.start();
        return pulse;
    }

    /// How long systemd waits for a word of the process with this id (`WATCHDOG_USEC`), where it does.
    static Optional<Duration> limit(Map<String, String> environment, long pid) {
        var process = environment.getOrDefault("WATCHDOG_PID", "");
        if (!process.isEmpty() && !process.equals(Long.toString(pid))) {
            return Optional.empty();
        }
        return Optional.ofNullable(environment.get("WATCHDOG_USEC")).filter(text -> text.matches("[1-9]\\d{0,15}"))
                .map(text -> Duration.ofNanos(Math.multiplyExact(Long.parseLong(text), 1000L)));
    }

    private void run() {
        boolean wasAlive = true;
        try {
            while (true) {
                boolean isAlive = alive.getAsBoolean();
                if (isAlive) {
                    beat.run();
                } else if (wasAlive) {
                    LOG.log(Level.ERROR, "the service does not answer itself; systemd restarts it if that lasts");
                }
                wasAlive = isAlive;
                Thread.sleep(isAlive ? interval : interval.dividedBy(5));
            }
        } catch (InterruptedException e) {
            // It was closed.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
