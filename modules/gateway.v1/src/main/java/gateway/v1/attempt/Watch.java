package gateway.v1.attempt;

import gateway.v1.call.ClientSocket;
import gateway.v1.call.Fault;
import gateway.v1.call.GatewayException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import usage.store.ErrorType;

/// Watches one call while its thread waits for a provider or for the client: a wait that takes too long is interrupted, and
/// told as what it was waiting for. Only such a wait is ever interrupted, never what the ledger does.
final class Watch {

    private final Thread thread = Thread.currentThread();
    private final Limits limits;
    private final Optional<ClientSocket> client;
    private final long deadline;
    private Optional<Wait> waiting = Optional.empty();
    private long since;
    private Optional<Fault> late = Optional.empty();
    private boolean missed;

    /// @param elapsed how long the call has been under way
    /// @param client where its client is
    Watch(Limits limits, Duration elapsed, Optional<ClientSocket> client) {
        this.limits = limits;
        this.client = client;
        this.deadline = System.nanoTime() + limits.total().minus(elapsed).toNanos();
    }

    /// How much of the whole call's time is left; 0 or less: none.
    Duration left() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /// Waits for something, for as long as may be.
    ///
    /// @param at who is waited for, for messages
    /// @throws GatewayException `timeout_…`, `provider_unavailable` where models were asked for, or `client_gone` for a client that
    ///         does not read
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

    /// Does something in the middle of a wait that is no part of it, and is not interrupted.
    void undisturbed(Runnable operation) {
        var wait = pause();
        try {
            operation.run();
        } finally {
            resume(wait);
        }
    }

    private synchronized Optional<Wait> pause() {
        if (late.isPresent()) {
            Thread.interrupted();
        }
        var paused = waiting;
        waiting = Optional.empty();
        return paused;
    }

    private synchronized void resume(Optional<Wait> paused) {
        waiting = paused;
        if (late.isPresent()) {
            thread.interrupt();
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
        late = waiting.flatMap(wait -> wait.tooLong(Duration.ofNanos(now - since), now - deadline >= 0, limits));
        if (late.isPresent()) {
            thread.interrupt();
        }
    }

    /// Whether the call has waited for its provider since then, and would rather end it than wait for nobody.
    ///
    /// @param then a moment of [System#nanoTime]
    synchronized boolean waitsForProvider(long then) {
        return client.isPresent() && limits.onCancel() == Limits.OnCancel.CANCEL
                && waiting.filter(Wait::isForAnswer).isPresent() && since - then <= 0;
    }

    /// Ends the wait for a provider where the client is gone. The kernel's list is read while it changes, and may lack one that
    /// stands: only who is missing twice is gone.
    synchronized void checkClient(StandingConnections standing) {
        if (late.isPresent() || waiting.filter(Wait::isForAnswer).isEmpty()) {
            return;
        }
        boolean isMissing = client.filter(socket -> !standing.has(socket)).isPresent();
        if (isMissing && missed) {
            late = Optional.of(new Fault(ErrorType.CLIENT_GONE, 499, "the client hung up while this was waited for"));
            thread.interrupt();
        }
        missed = isMissing;
    }
}
