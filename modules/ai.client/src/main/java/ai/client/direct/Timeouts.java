package ai.client.direct;

import java.time.Duration;

/// How long a model server may take.
///
/// @param connect until the connection stands
/// @param firstByte from the end of the request until the answer begins
/// @param idle between two pieces of the answer
public record Timeouts(Duration connect, Duration firstByte, Duration idle) {

    /// Generous enough for a model that must be loaded first: 5 s, 5 min, 2 min.
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(2));
}
