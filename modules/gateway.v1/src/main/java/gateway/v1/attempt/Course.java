package gateway.v1.attempt;

import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import gateway.v1.provider.Outgoing;
import java.lang.System.Logger.Level;
import java.util.List;
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
    private final Failures failures = new Failures();
    private Teller teller;
    private int attempts;

    Course(Call call, AnswerWriter.Choice writers, WayBack back, Watch watch, Attempts.Means means) {
        this.call = call;
        this.writers = writers;
        this.watch = watch;
        this.means = means;
        this.teller = new Teller(call, writers.choose(false), back, watch, means.meters());
    }

    void run(Router router) {
        try {
            for (var target : targets(router)) {
                if (isOver(target)) {
                    return;
                }
            }
        } catch (GatewayException e) {
            failures.notMade(e.fault());
        } catch (RuntimeException e) {
            failures.notMade(ours("routing", e));
        }
        giveUp();
    }

    /// A fault of ours before any attempt: refused, and rowed, like whatever else is.
    private Fault ours(Object at, Throwable e) {
        LOG.log(Level.ERROR, "call " + call.admission().callId() + ": " + at + " failed on our side", e);
        return new Fault(ErrorType.INTERNAL, 500, at + ": a fault of the gateway");
    }

    private List<Target> targets(Router router) {
        return watch.during(Wait.MODELS, "no model named", () -> router.targets(call.request()));
    }

    /// Whether a target's model is there, asked when its turn comes. Where that is not said in time, the attempt will tell.
    private boolean isThere(Target target) {
        boolean isThere;
        try {
            isThere = watch.during(Wait.MODELS, target, target::isThere);
        } catch (GatewayException e) {
            isThere = true;
        }
        if (!isThere) {
            failures.missing(target.unknown());
        }
        return isThere;
    }

    /// Tries one target.
    ///
    /// @return whether nothing more is to be done, here or at another target
    private boolean isOver(Target target) {
        if (!isThere(target)) {
            return false;
        }
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
                    failures.notMade(fault);
                    return false;
                }
                case Outcome.Failed(var fault) -> {
                    failures.failed(fault);
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
            failures.notMade(e.fault());
        } catch (RuntimeException | StackOverflowError e) {
            failures.notMade(ours(target, e));
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
        var fault = failures.told(attempts);
        if (failures.isRefusal()) {
            means.refusals().refuse(call, fault);
        }
        teller.fail(fault);
    }
}
