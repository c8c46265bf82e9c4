package lakehouse.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What time it is where somebody was asked, held against the clock here.
///
/// @param clock the clock here
/// @param before when the question was asked
record ClockElsewhere(InstantSource clock, Instant before) {

    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /// About to ask.
    static ClockElsewhere asking(InstantSource clock) {
        return new ClockElsewhere(clock, clock.instant());
    }

    /// Compares.
    ///
    /// @param name whom was asked, as a check
    /// @param whose the same, whose clock it is
    /// @param there what time it was there, in whole seconds, at some moment between the question and now
    Finding compare(String name, String whose, Instant there) {
        var check = "clock and " + name;
        var ahead = Duration.between(there.plusSeconds(1), before);
        var behind = Duration.between(clock.instant(), there);
        var off = ahead.compareTo(behind) > 0 ? ahead : behind;
        return off.compareTo(TOLERANCE) > 0
                ? Finding.warn(check,
                        "This machine's clock is " + off.toSeconds() + " s " + (ahead.isPositive() ? "ahead of " : "behind ")
                                + whose + ": rows carry wrong times.")
                : Finding.ok(check, "This machine's clock agrees with " + whose + ".");
    }
}
