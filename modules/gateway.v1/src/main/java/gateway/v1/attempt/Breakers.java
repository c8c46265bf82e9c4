package gateway.v1.attempt;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import io.helidon.faulttolerance.CircuitBreaker;
import io.helidon.faulttolerance.CircuitBreakerOpenException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import usage.store.ErrorType;

/// A circuit breaker for each target: one that fails too often is left alone for a while.
public final class Breakers implements AutoCloseable {

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

    /// A failure that speaks against the target.
    private static final class Unhealthy extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unhealthy(GatewayException cause) {
            super(cause);
        }
    }

    private final Settings settings;
    private final ExecutorService timers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    public Breakers(Settings settings) {
        this.settings = settings;
    }

    /// Does something with a target, unless it is left alone.
    ///
    /// @throws GatewayException `breaker_open` where it is, and nothing was done
    <T> T guard(Target target, Supplier<T> operation) {
        try {
            return breaker(target).invoke(() -> watched(operation));
        } catch (CircuitBreakerOpenException e) {
            throw new GatewayException(new Fault(ErrorType.BREAKER_OPEN, 503,
                    target + " has failed too often; it is left alone for " + settings.delay(), Optional.empty(),
                    Map.of("retry-after", Long.toString(Math.max(1, settings.delay().toSeconds()))), 503), e);
        } catch (Unhealthy e) {
            throw (GatewayException) e.getCause();
        }
    }

    private static <T> T watched(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (GatewayException e) {
            throw RetryPolicy.isUnhealthy(e.fault()) ? new Unhealthy(e) : e;
        }
    }

    private CircuitBreaker breaker(Target target) {
        if (breakers.size() > MOST) {
            breakers.values().removeIf(breaker -> breaker.state() == CircuitBreaker.State.CLOSED);
        }
        return breakers.computeIfAbsent(target.toString(),
                name -> CircuitBreaker.builder().name(name).volume(settings.volume()).errorRatio(settings.errorRatio())
                        .delay(settings.delay()).successThreshold(1).executor(timers).addApplyOn(Unhealthy.class).build());
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
