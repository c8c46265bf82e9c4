package gateway.v1.attempt;

import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Refusals;
import gateway.v1.provider.Outgoing;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import usage.store.ErrorType;
import usage.store.Ledger;
import usage.store.LedgerException;

/// The one place where an attempt is opened, made and settled, whatever the protocol, the provider or the outcome.
/// Nothing else in the system may talk to a provider about a model.
public final class Attempts {

    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

    private final Ledger ledger;
    private final Router router;
    private final Refusals refusals;
    private final InstantSource clock;
    private final TokenCounter counter = new TokenCounter();
    private final Phaser underWay = new Phaser(1);
    private volatile boolean stopping;

    public Attempts(Ledger ledger, Router router, Refusals refusals, InstantSource clock) {
        this.ledger = ledger;
        this.router = router;
        this.refusals = refusals;
        this.clock = clock;
    }

    /// Makes a call and tells its caller.
    public void run(Call call, AnswerWriter.Choice writers) {
        underWay.register();
        try {
            make(call, writers);
        } finally {
            underWay.arriveAndDeregister();
        }
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

    private void make(Call call, AnswerWriter.Choice writers) {
        Target target;
        Outgoing outgoing;
        try {
            target = router.targets(call.request()).getFirst();
            outgoing = target.provider().prepare(call, target.model());
        } catch (GatewayException e) {
            refusals.refuse(call, e.fault());
            tell(call, writers.choose(false), Duration.ZERO, e.fault());
            return;
        }
        var writer = writers.choose(outgoing.isPassage());
        OpenAttempt attempt;
        try {
            attempt = OpenAttempt.open(ledger, clock, counter, call, target, 1);
        } catch (LedgerException e) {
            refusals.count("unrecordable");
            tell(call, writer, Duration.ZERO,
                    new Fault(ErrorType.INTERNAL, e.code().httpStatus(), "this call cannot be recorded now: " + e.getMessage()));
            return;
        }
        try {
            perform(call, target, outgoing, attempt, writer);
        } catch (GatewayException e) {
            fail(call, attempt, writer, e.fault());
        } catch (LedgerException e) {
            // The answer was complete: what cannot be settled now must not become a failure.
            unsettled(call, attempt, writer, e);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "call " + call.admission().callId() + " to " + target + " failed on our side", e);
            fail(call, attempt, writer, new Fault(ErrorType.INTERNAL, 500, target + ": a fault of the gateway"));
            if (e instanceof Error fatal) {
                throw fatal;
            }
        }
    }

    /// The ledger could not take the settlement. The attempt stays open there, and the next start will find it lost.
    private static void unsettled(Call call, OpenAttempt attempt, AnswerWriter writer, LedgerException e) {
        LOG.log(Level.ERROR, "call " + call.admission().callId() + " cannot be settled", e);
        tell(call, writer, attempt.meter().providerTime(),
                new Fault(ErrorType.INTERNAL, e.code().httpStatus(), "this call cannot be recorded now"));
    }

    private void perform(Call call, Target target, Outgoing outgoing, OpenAttempt attempt, AnswerWriter writer) {
        var meter = attempt.meter();
        try (var answer = meter.waiting(outgoing::send)) {
            for (boolean begun = false;; begun = true) {
                var frame = meter.waiting(answer::next).orElseThrow(() -> cut(target));
                attempt.see(frame);
                if (frame.last()) {
                    var row = attempt.succeed();
                    if (!begun) {
                        writer.begin(overhead(call, meter.providerTime()), answer.headers());
                    }
                    writer.finish(frame, row);
                    return;
                }
                if (!begun) {
                    writer.begin(overhead(call, meter.providerTime()), answer.headers());
                }
                writer.write(frame);
            }
        }
    }

    private void fail(Call call, OpenAttempt attempt, AnswerWriter writer, Fault fault) {
        boolean ours = stopping && (fault.type() == ErrorType.CLIENT_GONE || Thread.currentThread().isInterrupted());
        try {
            attempt.fail(ours ? new Fault(ErrorType.SHUTDOWN, 503, "the gateway is stopping") : fault);
        } catch (LedgerException e) {
            unsettled(call, attempt, writer, e);
            return;
        }
        if (fault.type() != ErrorType.CLIENT_GONE) {
            tell(call, writer, attempt.meter().providerTime(), fault);
        }
    }

    private static void tell(Call call, AnswerWriter writer, Duration providerTime, Fault fault) {
        try {
            writer.begin(overhead(call, providerTime), Map.of());
            writer.fail(fault);
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "call {0}: nobody was there to be told of the failure", call.admission().callId());
        }
    }

    private static GatewayException cut(Target target) {
        return new Fault(ErrorType.CUT, 502, target + ": the provider hung up in the middle of its answer").asException();
    }

    private static Duration overhead(Call call, Duration providerTime) {
        return call.admission().elapsed().minus(providerTime);
    }
}
