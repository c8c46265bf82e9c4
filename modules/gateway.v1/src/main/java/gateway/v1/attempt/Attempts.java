package gateway.v1.attempt;

import gateway.v1.call.Call;
import gateway.v1.call.Refusals;
import gateway.v1.measure.CallMeters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import telemetry.TextLog;
import usage.store.Ledger;

/// The one place where attempts are made, whatever the protocol, the provider or the outcome: at one target after the other,
/// again where that may help, until one answers. Nothing else in the system may talk to a provider about a model.
public final class Attempts implements AutoCloseable {

    /// What all calls share.
    ///
    /// @param ledger where attempts are written down
    /// @param refusals where calls are that none was made for
    /// @param clock the time
    /// @param limits how long a call may take
    /// @param retries when an attempt is made again
    /// @param breakers which targets are left alone
    /// @param counter estimates tokens
    /// @param meters what is measured of them
    /// @param texts where what is said goes, if anybody wants it
    /// @param stopping whether we stop
    record Means(Ledger ledger, Refusals refusals, InstantSource clock, Limits limits, RetryPolicy retries, Breakers breakers,
            TokenCounter counter, CallMeters meters, TextLog texts, BooleanSupplier stopping) {}

    private final Router router;
    private final Limits limits;
    private final Means means;
    private final Watchdog watchdog = new Watchdog();
    private final Phaser underWay = new Phaser(1);
    private volatile boolean stopping;

    public Attempts(Ledger ledger, Router router, Refusals refusals, InstantSource clock, Limits limits, RetryPolicy retries,
            Breakers breakers, CallMeters meters, TextLog texts) {
        this.router = router;
        this.limits = limits;
        this.means = new Means(ledger, refusals, clock, limits, retries, breakers, new TokenCounter(), meters, texts,
                () -> stopping);
    }

    /// Makes a call and tells its caller.
    ///
    /// @param writers of its answer, a new one for each attempt
    /// @param back to its caller
    public void run(Call call, AnswerWriter.Choice writers, WayBack back) {
        underWay.register();
        var watch = watchdog.watch(limits, call.admission());
        try {
            new Course(call, writers, back, watch, means).run(router);
        } finally {
            watchdog.release(watch);
            underWay.arriveAndDeregister();
        }
    }

    /// How many calls are under way.
    public int underWay() {
        return underWay.getRegisteredParties() - 1;
    }

    /// From now on, what breaks off does so because we stop.
    public void stop() {
        stopping = true;
    }

    /// Waits until all that is under way is settled.
    ///
    /// @return whether it was within `limit`
    public boolean awaitSettled(Duration limit) {
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
