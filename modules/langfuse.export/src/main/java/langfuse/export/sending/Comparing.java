package langfuse.export.sending;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import usage.store.LedgerException;
import usage.store.Outbox;

/// Holds the rows of the last hour against what Langfuse has acknowledged, once a minute.
public final class Comparing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Comparing.class.getName());
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration BACK = Duration.ofHours(1);

    private final Outbox outbox;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("langfuse-comparing").daemon().factory());

    public Comparing(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
        timer.scheduleWithFixedDelay(this::compare, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        timer.close();
    }

    private void compare() {
        try {
            outbox.compare(clock.instant().minus(BACK)).filter(found -> found.total().unexplained() != 0)
                    .ifPresent(found -> LOG.log(Level.ERROR,
                            "{0} generations since {1} were neither acknowledged nor rejected, and do not wait; "
                                    + "''lakehouse usage resend'' sends them again",
                            found.total().unexplained(), found.from()));
        } catch (LedgerException failure) {
            LOG.log(Level.DEBUG, "generations are held against rows the next minute", failure);
        }
    }
}
