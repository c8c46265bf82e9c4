package langfuse.export.sending;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long the exporter waits.
///
/// @param idle while nothing waits to be told
/// @param first after the first failure
/// @param most after many
public record Pauses(Duration idle, Duration first, Duration most) {

    /// For a service.
    public static final Pauses USUAL = new Pauses(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final int MOST_DOUBLINGS = 20;

    /// The pause after so many failures in a row: twice as long each time, and between half of it and all of it, so that several
    /// services do not come back at once.
    Duration after(int failures, RandomGenerator random) {
        long whole = Math.min(most.toMillis(), first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS));
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
