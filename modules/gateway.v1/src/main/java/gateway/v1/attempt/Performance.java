package gateway.v1.attempt;

import gateway.v1.attempt.Limits.OnCancel;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.ProviderAnswer;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;
import usage.store.ErrorType;
import usage.store.LedgerException;

/// One attempt from its intent to its settlement: sent, its answer passed on piece by piece, and settled before the last one.
/// For one thread, once.
final class Performance {

    private static final System.Logger LOG = System.getLogger(Performance.class.getName());

    private final Call call;
    private final Target target;
    private final Outgoing outgoing;
    private final Teller teller;
    private final Watch watch;
    private final Attempts.Means means;
    private Optional<OpenAttempt> opened = Optional.empty();
    private Optional<ProviderAnswer> answer = Optional.empty();

    Performance(Call call, Target target, Outgoing outgoing, Teller teller, Watch watch, Attempts.Means means) {
        this.call = call;
        this.target = target;
        this.outgoing = outgoing;
        this.teller = teller;
        this.watch = watch;
        this.means = means;
    }

    /// Makes it.
    ///
    /// @param opening writes its intent down
    Outcome run(Supplier<OpenAttempt> opening) {
        try {
            passOn(means.breakers().guard(target, () -> begin(opening)));
            return new Outcome.Over();
        } catch (GatewayException e) {
            return opened.isEmpty() ? new Outcome.NotMade(e.fault()) : failed(e.fault());
        } catch (LedgerException e) {
            return unrecordable(e);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "call " + call.admission().callId() + " to " + target + " failed on our side", e);
            var fault = new Fault(ErrorType.INTERNAL, 500, target + ": a fault of the gateway");
            var outcome = opened.isEmpty() ? new Outcome.Unrecordable(fault) : failed(fault);
            if (e instanceof Error fatal) {
                throw fatal;
            }
            return outcome;
        } finally {
            answer.ifPresent(ProviderAnswer::close);
        }
    }

    /// Until the first frame is here: so far nothing was told to the caller, and another attempt could be made.
    private Frame begin(Supplier<OpenAttempt> opening) {
        var attempt = opening.get();
        opened = Optional.of(attempt);
        var begun = attempt.meter().waiting(() -> watch.during(Wait.FIRST_BYTE, target,
                () -> outgoing.send(() -> watch.undisturbed(attempt::leaves))));
        answer = Optional.of(begun);
        return next(attempt, begun, Wait.FIRST_BYTE);
    }

    private void passOn(Frame first) {
        var attempt = opened.orElseThrow();
        var provider = answer.orElseThrow();
        var frame = first;
        for (boolean begun = false;; begun = true) {
            if (frame.last()) {
                var row = attempt.succeed();
                if (!begun) {
                    teller.begin(attempt.meter().providerTime(), provider.headers());
                }
                teller.finish(frame, row);
                return;
            }
            if (!begun) {
                teller.begin(attempt.meter().providerTime(), provider.headers());
            }
            teller.write(frame, provider.isNextAtHand());
            frame = next(attempt, provider, Wait.NEXT_PIECE);
        }
    }

    private Frame next(OpenAttempt attempt, ProviderAnswer provider, Wait wait) {
        var frame = attempt.meter().waiting(() -> watch.during(wait, target, provider::next))
                .orElseThrow(() -> new Fault(ErrorType.CUT, 502, target + ": the provider hung up in the middle of its answer")
                        .asException());
        attempt.see(frame);
        return frame;
    }

    private Outcome failed(Fault fault) {
        var attempt = opened.orElseThrow();
        boolean gone = fault.type() == ErrorType.CLIENT_GONE;
        boolean ours = means.stopping().getAsBoolean() && (gone || Thread.currentThread().isInterrupted());
        var told = ours ? new Fault(ErrorType.SHUTDOWN, 503, "the gateway is stopping") : fault;
        if (gone && !ours && means.limits().onCancel() == OnCancel.DRAIN && !attempt.isSettled()) {
            drain(attempt);
        }
        try {
            attempt.fail(told);
        } catch (LedgerException e) {
            return unrecordable(e);
        }
        if (gone) {
            return new Outcome.Over();
        }
        teller.waited(attempt.meter().providerTime());
        if (teller.hasTold() || ours) {
            teller.fail(told);
            return new Outcome.Over();
        }
        return new Outcome.Failed(told);
    }

    /// The client has gone; what the provider still says is for the ledger alone.
    private void drain(OpenAttempt attempt) {
        try {
            var provider = answer.orElseThrow();
            while (!next(attempt, provider, Wait.NEXT_PIECE).last()) {
                // Seen by the meter.
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "call {0}: the answer nobody reads broke off: {1}", call.admission().callId(), e.getMessage());
        }
    }

    /// The ledger could not take the intent, and nothing was sent; or it could not take the settlement: then the attempt stays
    /// open there, and the next start will find it lost. What cannot be settled now must not become a failure.
    private Outcome unrecordable(LedgerException e) {
        if (opened.isEmpty()) {
            return new Outcome.Unrecordable(new Fault(ErrorType.INTERNAL, e.code().httpStatus(),
                    "this call cannot be recorded now: " + e.getMessage()));
        }
        LOG.log(Level.ERROR, "call " + call.admission().callId() + " cannot be settled", e);
        teller.waited(opened.get().meter().providerTime());
        teller.fail(new Fault(ErrorType.INTERNAL, e.code().httpStatus(), "this call cannot be recorded now"));
        return new Outcome.Over();
    }
}
