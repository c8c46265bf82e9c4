package sidecar.embedded.ollama;

import java.time.Instant;
import java.time.InstantSource;

/// Time since a request was read, and the time of day.
///
/// @param clock tells the time of day
/// @param start the system's nanosecond counter at the beginning
record Stopwatch(InstantSource clock, long start) {

    static Stopwatch started(InstantSource clock) {
        return new Stopwatch(clock, System.nanoTime());
    }

    /// Nanoseconds since the beginning.
    long nanos() {
        return System.nanoTime() - start;
    }

    Instant now() {
        return clock.instant();
    }
}
