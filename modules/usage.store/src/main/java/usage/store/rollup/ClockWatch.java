package usage.store.rollup;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Tells whether the clock may be believed, for what a wrong one would do irrevocably. It may not after it has jumped ahead, as
/// a clock does that was set wrongly or that a machine resumes with, until it has gone on evenly for a day.
public final class ClockWatch {

    /// Time that goes by, however the clock is set; nothing else is meant by its moments.
    public static final InstantSource STEADY = () -> Instant.EPOCH.plusNanos(System.nanoTime());

    private static final System.Logger LOG = System.getLogger(ClockWatch.class.getName());
    private static final Duration LEAST = Duration.ofHours(1);
    private static final Duration MOST = Duration.ofDays(7);
    private static final int PART = 20;
    private static final Duration PROBATION = Duration.ofDays(1);

    private final InstantSource clock;
    private final InstantSource steady;
    private final Duration tolerance;
    private Reading believed;
    private Optional<Reading> doubted = Optional.empty();

    /// What both said at some moment.
    private record Reading(Instant clock, Instant steady) {

        /// What the clock should say when the steady time is that.
        Instant expected(Reading later) {
            return clock.plus(Duration.between(steady, later.steady));
        }

        /// How far the clock has moved ahead of the steady time until then.
        Duration ahead(Reading later) {
            return Duration.between(expected(later), later.clock);
        }
    }

    /// A jump of a twentieth of what is kept is let pass, between an hour and a week: it does little harm, and a machine that
    /// sleeps at night makes it every morning.
    ///
    /// @param steady time that goes by
    /// @param newest when the newest attempt was accepted that is known now: a clock is not believed that is more than a week
    ///        beyond it, or than what is kept
    public ClockWatch(InstantSource clock, InstantSource steady, Optional<Instant> newest, Duration kept) {
        this.clock = clock;
        this.steady = steady;
        var now = reading();
        tolerance = longer(LEAST, shorter(kept.dividedBy(PART), MOST));
        var idle = shorter(kept, MOST);
        believed = newest.filter(at -> at.plus(idle).isBefore(now.clock())).map(at -> new Reading(at, now.steady())).orElse(now);
        now();
    }

    /// What the clock says; empty where it may not be believed.
    public synchronized Optional<Instant> now() {
        var now = reading();
        if (believed.ahead(now).compareTo(tolerance) <= 0) {
            return Optional.of(believe(now));
        }
        if (doubted.filter(since -> since.ahead(now).abs().compareTo(tolerance) <= 0).isEmpty()) {
            doubt(now);
        }
        boolean isProven = Duration.between(doubted.orElseThrow().steady(), now.steady()).compareTo(PROBATION) >= 0;
        return isProven ? Optional.of(believe(now)) : Optional.empty();
    }

    private Instant believe(Reading now) {
        if (doubted.isPresent()) {
            LOG.log(Level.INFO, "the clock says {0}, which is believed now: old rows are removed again", now.clock());
        }
        doubted = Optional.empty();
        believed = now;
        return now.clock();
    }

    private void doubt(Reading now) {
        LOG.log(Level.WARNING, "the clock says {0}, but it should be about {1}: no old row is removed until the clock is right"
                + " again, or has gone on from there for {2} hours", now.clock(), believed.expected(now), PROBATION.toHours());
        doubted = Optional.of(now);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Reading reading() {
        return new Reading(clock.instant(), steady.instant());
    }
}
