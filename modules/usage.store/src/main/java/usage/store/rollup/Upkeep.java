package usage.store.rollup;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The thread that rolls up what is over, every minute.
public final class Upkeep implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    private final RollUps rollUps;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("usage-store-upkeep").daemon().factory());

    public Upkeep(RollUps rollUps) {
        this.rollUps = rollUps;
        timer.scheduleWithFixedDelay(this::runOrWait, 1, 1, TimeUnit.MINUTES);
    }

    /// Rolls up what there is to.
    ///
    /// @throws usage.store.LedgerException where the database fails
    public void run() {
        rollUps.catchUp();
    }

    /// Returns once a step under way has ended.
    @Override
    public void close() {
        rollUps.stop();
        timer.close();
    }

    private void runOrWait() {
        try {
            run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "usage is not rolled up further until the next minute", failure);
        }
    }
}
