package gateway.v1.attempt;

import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import usage.store.ErrorType;

/// Watches one call while its thread waits for a provider or for the client: a wait that takes too long is interrupted, and
/// told as what it was waiting for. Only such a wait is ever interrupted, never what the ledger does.
final class Watch {

    /// What a call waits for.
    enum Wait {
        FIRST_BYTE, NEXT_PIECE, CLIENT
    }

    private final Thread thread = Thread.currentThread();
    private final Limits limits;
    private final long deadline;
    private Optional<Wait> waiting = Optional.empty();
    private long since;
    private Optional<Fault> late = Optional.empty();

    /// @param elapsed how long the call has been under way
    Watch(Limits limits, Duration elapsed) {
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.total().minus(elapsed).toNanos();
    }

    /// How much of the whole call's time is left; 0 or less: none.
    Duration left() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /// Waits for something, for as long as may be.
    ///
    /// @param at who is waited for, for messages
    /// @throws GatewayException `timeout_…`, or `client_gone` for a client that does not read
    <T> T during(Wait wait, Object at, Supplier<T> operation) {
        begin(wait);
        try {
            return operation.get();
        } catch (RuntimeException e) {
            throw end().map(fault -> new GatewayException(named(fault, at), e)).map(RuntimeException.class::cast).orElse(e);
        } finally {
            // Where it came after all, at the last moment, nothing was late.
            end();
        }
    }

    private static Fault named(Fault fault, Object at) {
        return new Fault(fault.type(), fault.httpStatus(), at + ": " + fault.message());
    }

    private synchronized void begin(Wait wait) {
        waiting = Optional.of(wait);
        since = System.nanoTime();
    }

    /// Ends the wait; what it was interrupted for, if it was.
    private synchronized Optional<Fault> end() {
        waiting = Optional.empty();
        var fault = late;
        late = Optional.empty();
        if (fault.isPresent()) {
            Thread.interrupted();
        }
        return fault;
    }

    /// Interrupts a wait that has taken too long; called every now and then on another thread.
    synchronized void check(long now) {
        if (late.isPresent() || waiting.isEmpty()) {
            return;
        }
        late = waiting.flatMap(wait -> tooLong(wait, now));
        if (late.isPresent()) {
            thread.interrupt();
        }
    }

    private Optional<Fault> tooLong(Wait wait, long now) {
        if (now - deadline >= 0) {
            return Optional.of(new Fault(ErrorType.TIMEOUT_TOTAL, 504, "the call took longer than " + limits.total()));
        }
        var waited = Duration.ofNanos(now - since);
        return switch (wait) {
            case FIRST_BYTE -> fault(waited, limits.firstByte(), ErrorType.TIMEOUT_FIRST_BYTE, 504,
                    "no answer began within ");
            case NEXT_PIECE -> fault(waited, limits.idle(), ErrorType.TIMEOUT_IDLE, 504, "the answer stalled for ");
            case CLIENT -> fault(waited, limits.write(), ErrorType.CLIENT_GONE, 499, "nothing was read for ");
        };
    }

    private static Optional<Fault> fault(Duration waited, Duration limit, ErrorType type, int status, String message) {
        return waited.compareTo(limit) < 0 ? Optional.empty() : Optional.of(new Fault(type, status, message + limit));
    }
}
