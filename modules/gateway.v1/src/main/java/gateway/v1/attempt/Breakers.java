package gateway.v1.attempt;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import usage.store.ErrorType;

/// A circuit breaker for each target: one that fails too often is left alone for a while.
public final class Breakers {

    /// Callers choose the names of models: targets that do well are forgotten where there are more.
    private static final int MOST = 1000;

    /// When a target is left alone.
    ///
    /// @param volume how many of the last attempts are looked at
    /// @param errorRatio percent of them that must have failed
    /// @param delay for how long; then one attempt shows whether it has recovered
    public record Settings(int volume, int errorRatio, Duration delay) {

        public Settings {
            if (volume < 1 || errorRatio < 1 || errorRatio > 100 || delay.isNegative() || delay.isZero()) {
                throw new IllegalArgumentException("volume must be above 0, error-ratio a percentage, delay above 0");
            }
        }
    }

    private final Settings settings;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

    public Breakers(Settings settings) {
        this.settings = settings;
    }

    /// Does something with a target, unless it is left alone.
    ///
    /// @throws GatewayException `breaker_open` where it is, and nothing was done
    <T> T guard(Target target, Supplier<T> operation) {
        var breaker = breaker(target);
        int ticket = breaker.enter().orElseThrow(() -> leftAlone(target));
        var sign = Breaker.Sign.NONE;
        try {
            var done = operation.get();
            sign = Breaker.Sign.WELL;
            return done;
        } catch (GatewayException e) {
            sign = RetryPolicy.sign(e.fault());
            throw e;
        } finally {
            breaker.over(ticket, sign);
        }
    }

    private GatewayException leftAlone(Target target) {
        return new Fault(ErrorType.BREAKER_OPEN, 503,
                target + " has failed too often; it is left alone for " + settings.delay(), Optional.empty(),
                Map.of("retry-after", Long.toString(Math.max(1, settings.delay().toSeconds()))), 503).asException();
    }

    private Breaker breaker(Target target) {
        if (breakers.size() > MOST) {
            breakers.values().removeIf(Breaker::isClosed);
        }
        return breakers.computeIfAbsent(target.toString(), name -> new Breaker(settings, System::nanoTime));
    }
}
