package usage.store.rollup;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The thread that rolls up what is over and removes what is old, again and again.
public final class Upkeep implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    private final RollUps rollUps;
    private final Runnable settling;
    private final Retention retention;
    private final Thinning thinning;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("usage-store-upkeep").daemon().factory());

    /// @param pause between two runs
    /// @param settling brings what was settled to the table
    public Upkeep(Duration pause, Runnable settling, RollUps rollUps, Retention retention, Thinning thinning) {
        this.settling = settling;
        this.rollUps = rollUps;
        this.retention = retention;
        this.thinning = thinning;
        timer.scheduleWithFixedDelay(this::runOrWait, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Rolls up and removes what there is to: in this order, so that all hours are known that must not go yet.
    ///
    /// @throws usage.store.LedgerException where the database fails
    public synchronized void run() {
        settling.run();
        rollUps.catchUp();
        retention.expire();
        thinning.thinOut();
    }

    /// Returns once a step under way has ended.
    @Override
    public void close() {
        rollUps.stop();
        retention.stop();
        thinning.stop();
        timer.close();
    }

    private void runOrWait() {
        try {
            run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "usage is not rolled up further until the next run", failure);
        }
    }
}
