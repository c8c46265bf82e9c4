package gateway.v1.bench;

import java.time.Duration;

/// What was measured of one subject under one load.
///
/// @param nanos of each call, sorted; at least one
/// @param took how long the load lasted
/// @param cpu of the whole process meanwhile: client, gateway and provider
public record Run(long[] nanos, Duration took, Duration cpu) {

    public double requestsPerSecond() {
        return nanos.length / (took.toNanos() / 1e9);
    }

    public double p50() {
        return Samples.millis(nanos, 50);
    }

    public double p99() {
        return Samples.millis(nanos, 99);
    }

    /// Microseconds of CPU for each request.
    public double cpuMicros() {
        return cpu.toNanos() / 1e3 / nanos.length;
    }
}
