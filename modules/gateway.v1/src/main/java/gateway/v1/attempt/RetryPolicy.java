package gateway.v1.attempt;

import gateway.v1.call.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When an attempt is made again, at the same target or at the next one, and after how long.
///
/// @param max most further attempts at one target
/// @param backoff first pause; each further one is twice as long, less up to half of it by chance
/// @param maxBackoff longest pause, also where the provider asks for a longer one: then the next target is tried at once
public record RetryPolicy(int max, Duration backoff, Duration maxBackoff) {

    public RetryPolicy {
        if (max < 0) {
            throw new IllegalArgumentException("max is negative: " + max);
        }
        if (backoff.isNegative() || maxBackoff.compareTo(backoff) < 0) {
            throw new IllegalArgumentException("max-backoff must be at least backoff, and neither below 0");
        }
    }

    /// Whether the same target may do better the next time.
    static boolean isPassing(Fault fault) {
        return switch (fault.type()) {
            case CONNECT, TIMEOUT_CONNECT, CUT, PROVIDER_5XX -> true;
            case PROVIDER_4XX -> fault.rowStatus() == 408 || fault.rowStatus() == 409 || fault.rowStatus() == 425
                    || fault.rowStatus() == 429;
            default -> false;
        };
    }

    /// Whether another target may do better: all but what is wrong with the request itself, and what ends the call.
    static boolean isOfThisTarget(Fault fault) {
        return switch (fault.type()) {
            case TIMEOUT_FIRST_BYTE, TIMEOUT_IDLE, BAD_RESPONSE, BREAKER_OPEN -> true;
            case PROVIDER_4XX -> isPassing(fault) || fault.rowStatus() == 401 || fault.rowStatus() == 402
                    || fault.rowStatus() == 403 || fault.rowStatus() == 404;
            default -> isPassing(fault);
        };
    }

    /// What it says of the target's health: what the client did, and what went wrong on our side, says nothing.
    static Breaker.Sign sign(Fault fault) {
        return switch (fault.type()) {
            case CONNECT, TIMEOUT_CONNECT, TIMEOUT_FIRST_BYTE, TIMEOUT_IDLE, TIMEOUT_TOTAL, CUT, BAD_RESPONSE,
                    PROVIDER_5XX ->
                Breaker.Sign.ILL;
            case PROVIDER_4XX -> Breaker.Sign.WELL;
            default -> Breaker.Sign.NONE;
        };
    }

    /// How long to wait before a further attempt at the same target; empty: none is to be made.
    ///
    /// @param made attempts at this target so far, at least one
    Optional<Duration> pause(int made, Fault fault, RandomGenerator random) {
        if (made > max || !isPassing(fault)) {
            return Optional.empty();
        }
        var asked = retryAfter(fault);
        if (asked.isPresent()) {
            return asked.filter(pause -> pause.compareTo(maxBackoff) <= 0);
        }
        double doubled = backoff.toMillis() * Math.pow(2, made - 1.0);
        double longest = Math.min(doubled, maxBackoff.toMillis());
        return Optional.of(Duration.ofMillis((long) (longest * (1 - random.nextDouble() / 2))));
    }

    /// Seconds, as providers say them; a date is not waited for.
    private static Optional<Duration> retryAfter(Fault fault) {
        try {
            return Optional.ofNullable(fault.headers().get("retry-after"))
                    .map(seconds -> Duration.ofMillis((long) (1000 * Double.parseDouble(seconds))))
                    .filter(pause -> !pause.isNegative());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
