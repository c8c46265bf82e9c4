package usage.store.recording;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import usage.store.Audit;

/// Makes audits when asked for one and, so that somebody notices also where nobody asks, a minute after the start and once a
/// day. Remembers the last one, for metrics and health.
final class Audits implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Audits.class.getName());
    private static final long DAY_IN_MINUTES = TimeUnit.DAYS.toMinutes(1);

    private final Settler settler;
    private final Auditor auditor;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("usage-store-audit").daemon().factory());
    private final NextRun<Audit> next = new NextRun<>(this::make);
    private volatile Optional<Audit> last = Optional.empty();
    private volatile boolean closing;

    Audits(Settler settler, Auditor auditor) {
        this.settler = settler;
        this.auditor = auditor;
        timer.scheduleWithFixedDelay(this::runOrTell, 1, DAY_IN_MINUTES, TimeUnit.MINUTES);
    }

    /// A new one. Those who wait for one under way share the next.
    ///
    /// @throws usage.store.LedgerException `unavailable` where the database fails or the ledger is being closed
    Audit run() {
        return next.get();
    }

    private Audit make() {
        settler.catchUp();
        var audit = auditor.run(() -> closing);
        audit.differences().forEach(difference -> LOG.log(Level.ERROR,
                "the journal and the table do not agree on segment {0}: {1} settled attempts there, {2} here; see GET /v1/usage/audit",
                difference.segment(), difference.inJournal(), difference.inTable()));
        last = Optional.of(audit);
        return audit;
    }

    /// The last one since the start.
    Optional<Audit> last() {
        return last;
    }

    /// Returns soon, also where one is under way.
    @Override
    public void close() {
        closing = true;
        timer.close();
    }

    private void runOrTell() {
        try {
            run();
        } catch (RuntimeException failure) {
            if (!closing) {
                LOG.log(Level.WARNING, "the daily audit could not be made", failure);
            }
        }
    }
}
