package gateway.v1.attempt;

import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.measure.CallMeters;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.LedgerException;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.Tokens;

/// One attempt from its intent to its settlement. For one thread.
final class OpenAttempt {

    private static final System.Logger LOG = System.getLogger(OpenAttempt.class.getName());
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(3);

    private final Ledger ledger;
    private final InstantSource clock;
    private final CallMeters meters;
    private final Call call;
    private final Intent intent;
    private final Meter meter;
    private final Transcript transcript;
    private Instant lastProgress;
    private boolean answered;
    private boolean settled;

    private OpenAttempt(Attempts.Means means, Call call, Intent intent) {
        this.ledger = means.ledger();
        this.clock = means.clock();
        this.meters = means.meters();
        this.call = call;
        this.intent = intent;
        this.meter = new Meter(means.counter(), clock);
        this.transcript = new Transcript(means.texts());
        this.lastProgress = intent.acceptedAt();
    }

    /// Writes the intent down; only then may anything be sent.
    ///
    /// @param number which attempt of the call it is, from 1
    static OpenAttempt open(Attempts.Means means, Call call, Target target, int number) {
        var intent = Intents.of(call, target, number);
        means.ledger().open(intent);
        return new OpenAttempt(means, call, intent);
    }

    Meter meter() {
        return meter;
    }

    /// The request leaves, which is written down before its first byte does: whatever becomes of the process now, the row will not
    /// say that nothing was sent.
    void leaves() {
        meter.leaves();
        recordProgress();
    }

    /// A frame has come; what was seen is written down every few seconds.
    void see(Frame frame) {
        answered = true;
        meter.see(frame);
        transcript.see(frame);
        if (!frame.last() && Duration.between(lastProgress, clock.instant()).compareTo(PROGRESS_EVERY) >= 0) {
            recordProgress();
        }
    }

    /// Progress matters only to a row that is lost: where it cannot be written, the stream goes on.
    private void recordProgress() {
        lastProgress = clock.instant();
        try {
            ledger.progress(intent.key(), meter.progress());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "progress of call {0} is not recorded: {1}", intent.key(), e.getMessage());
        }
    }

    /// The answer is complete.
    AttemptRow succeed() {
        return settle(Status.OK, Optional.empty(), OptionalInt.of(200), meter.complete());
    }

    /// Whether it is settled.
    boolean isSettled() {
        return settled;
    }

    /// There is no (complete) answer. Nothing changes where the attempt is settled already. What was begun must be ended: where
    /// what is known of it cannot be told, it is settled as a fault of ours, of which no more is said than that.
    void fail(Fault fault) {
        if (settled) {
            return;
        }
        try {
            var ending = Ending.of(fault, meter.sentAt().isPresent(), answered);
            settle(ending.status(), Optional.of(ending.error()), ending.httpStatus(),
                    ending.isCounted() ? meter.partial(call.request()) : fault.used());
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "call " + intent.key() + ": how it ended cannot be told", e);
            record(Settlement.failed(ErrorType.INTERNAL, meter.sentAt(), clock.instant()));
            if (e instanceof Error fatal) {
                throw fatal;
            }
        }
    }

    private AttemptRow settle(Status status, Optional<ErrorType> error, OptionalInt httpStatus, Tokens tokens) {
        if (meter.sentAt().isPresent()) {
            // Before there is a row: whoever tells of the row looks for the text then.
            intent.identity().spanId().ifPresent(span -> transcript.tell(span, call.request()));
        }
        return record(new Settlement(status, error, meter.finishReason(), httpStatus, meter.sentAt(), meter.firstTokenAt(),
                clock.instant(), tokens, meter.responseModel(), meter.providerRequestId()));
    }

    private AttemptRow record(Settlement settlement) {
        var row = ledger.settle(intent.key(), settlement);
        if (!settled) {
            settled = true;
            meters.settled(row);
        }
        return row;
    }
}
