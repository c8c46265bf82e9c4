package gateway.v1.attempt;

import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.provider.Outgoing;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import usage.store.ErrorType;

/// One call on its way: from target to target, at each as often as may help, until it is answered. What a target's protocol
/// cannot say, and a target that is left alone, cost no attempt. For one thread, once.
final class Course {

    private static final System.Logger LOG = System.getLogger(Course.class.getName());

    private final Call call;
    private final AnswerWriter.Choice writers;
    private final Attempts.Means means;
    private final Watch watch;
    private Teller teller;
    private int attempts;
    private Optional<Fault> notMade = Optional.empty();
    private Optional<Fault> failed = Optional.empty();

    Course(Call call, AnswerWriter.Choice writers, WayBack back, Watch watch, Attempts.Means means) {
        this.call = call;
        this.writers = writers;
        this.watch = watch;
        this.means = means;
        this.teller = new Teller(call, writers.choose(false), back, watch, means.meters());
    }

    void run(Router router) {
        try {
            for (var target : router.targets(call.request())) {
                if (isOver(target)) {
                    return;
                }
            }
        } catch (GatewayException e) {
            notMade = Optional.of(e.fault());
        } catch (RuntimeException e) {
            notMade = notMade.or(() -> Optional.of(ours("routing", e)));
        }
        giveUp();
    }

    /// A fault of ours before any attempt: refused, and rowed, like whatever else is.
    private Fault ours(Object at, Throwable e) {
        LOG.log(Level.ERROR, "call " + call.admission().callId() + ": " + at + " failed on our side", e);
        return new Fault(ErrorType.INTERNAL, 500, at + ": a fault of the gateway");
    }

    /// Tries one target.
    ///
    /// @return whether nothing more is to be done, here or at another target
    private boolean isOver(Target target) {
        for (int made = 1;; made++) {
            var outgoing = prepare(target);
            if (outgoing.isEmpty()) {
                return false;
            }
            switch (perform(target, outgoing.get())) {
                case Outcome.Over() -> {
                    return true;
                }
                case Outcome.Unrecordable(var fault) -> {
                    means.refusals().count("unrecordable");
                    teller.fail(fault);
                    return true;
                }
                case Outcome.NotMade(var fault) -> {
                    notMade = notMade.or(() -> Optional.of(fault));
                    return false;
                }
                case Outcome.Failed(var fault) -> {
                    failed = Optional.of(fault);
                    if (!pause(made, fault)) {
                        return isFinal(fault);
                    }
                }
            }
        }
    }

    /// Says the call in the target's words, anew for each attempt: what reads an answer remembers what it has read.
    private Optional<Outgoing> prepare(Target target) {
        try {
            return Optional.of(target.provider().prepare(call, target.model()));
        } catch (GatewayException e) {
            notMade = notMade.or(() -> Optional.of(e.fault()));
        } catch (RuntimeException | StackOverflowError e) {
            notMade = notMade.or(() -> Optional.of(ours(target, e)));
        }
        return Optional.empty();
    }

    private Outcome perform(Target target, Outgoing outgoing) {
        teller = teller.with(writers.choose(outgoing.isPassage()));
        var performance = new Performance(call, target, outgoing, teller, watch, means);
        return performance.run(() -> OpenAttempt.open(means, call, target, ++attempts));
    }

    /// Waits before a further attempt at the same target.
    ///
    /// @return whether one is to be made
    private boolean pause(int made, Fault fault) {
        var pause = means.retries().pause(made, fault, ThreadLocalRandom.current())
                .filter(wait -> wait.compareTo(watch.left()) < 0 && !means.stopping().getAsBoolean());
        if (pause.isEmpty()) {
            return false;
        }
        try {
            Thread.sleep(pause.get());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether no other target can do better.
    private boolean isFinal(Fault fault) {
        boolean isFinal = !RetryPolicy.isOfThisTarget(fault) || !watch.left().isPositive() || means.stopping().getAsBoolean();
        if (isFinal) {
            giveUp();
        }
        return isFinal;
    }

    private void giveUp() {
        if (failed.isEmpty()) {
            var fault = notMade.orElseThrow();
            means.refusals().refuse(call, fault);
            teller.fail(fault);
        } else {
            teller.fail(attempts > 1 ? afterAll(failed.get()) : failed.get());
        }
    }

    private Fault afterAll(Fault fault) {
        return fault.withMessage(fault.message() + " (after " + attempts + " attempts)");
    }
}
