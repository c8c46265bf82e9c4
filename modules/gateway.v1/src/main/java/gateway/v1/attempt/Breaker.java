package gateway.v1.attempt;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// Whether one target is left alone. Closed, it remembers how the last attempts went; once too many of them have failed it is open,
/// and none is made for a while; then one at a time shows whether the target has recovered. An attempt that says nothing of the
/// target changes nothing. Safe for many threads.
final class Breaker {

    /// What an attempt says of its target.
    enum Sign {
        WELL, ILL, NONE
    }

    private enum State {
        CLOSED, OPEN, TRYING
    }

    private final Breakers.Settings settings;
    private final LongSupplier nanos;
    private final boolean[] ill;
    private State state = State.CLOSED;
    private int seen;
    private int next;
    private int failures;
    private long openedAt;
    /// Attempts that began before it opened or closed say nothing of what came after.
    private int era;

    /// @param nanos a clock that only runs forward, such as [System#nanoTime]
    Breaker(Breakers.Settings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
        this.ill = new boolean[settings.volume()];
    }

    /// Asks for an attempt, which is then to be ended by [#over].
    ///
    /// @return a ticket; empty: the target is left alone
    synchronized OptionalInt enter() {
        if (state == State.OPEN && nanos.getAsLong() - openedAt >= settings.delay().toNanos()) {
            state = State.TRYING;
            era++;
            return OptionalInt.of(era);
        }
        return state == State.CLOSED ? OptionalInt.of(era) : OptionalInt.empty();
    }

    /// An attempt is over.
    ///
    /// @param ticket that it was begun with
    synchronized void over(int ticket, Sign sign) {
        if (ticket != era) {
            return;
        }
        switch (sign) {
            case NONE -> state = state == State.TRYING ? State.OPEN : state;
            case WELL, ILL -> {
                if (state == State.TRYING) {
                    turn(sign == Sign.WELL ? State.CLOSED : State.OPEN);
                } else {
                    remember(sign == Sign.ILL);
                }
            }
        }
    }

    synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    private void remember(boolean isIll) {
        failures += (isIll ? 1 : 0) - (ill[next] ? 1 : 0);
        ill[next] = isIll;
        next = (next + 1) % ill.length;
        seen = Math.min(seen + 1, ill.length);
        if (seen == ill.length && 100L * failures >= (long) settings.errorRatio() * ill.length) {
            turn(State.OPEN);
        }
    }

    private void turn(State other) {
        state = other;
        era++;
        openedAt = nanos.getAsLong();
        Arrays.fill(ill, false);
        seen = 0;
        failures = 0;
    }
}
