package ai.client.direct;

import java.time.Duration;

/// How long a model server may take.
///
/// @param connect until the connection stands
/// @param read longest silence: until the answer begins, and between two pieces of it
public record Timeouts(Duration connect, Duration read) {

    /// Generous enough for a model that must be loaded first: 5 s and 5 min.
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(5));
}
