package gateway.v1.bench;

import java.time.Duration;

/// What was measured of one subject under one load.
///
/// @param nanos of each call, sorted; at least one
/// @param took how long the load lasted
/// @param cpu of the whole process meanwhile: client, gateway and provider
record Run(long[] nanos, Duration took, Duration cpu) {

    double requestsPerSecond() {
        return nanos.length / (took.toNanos() / 1e9);
    }

    double p50() {
        return Samples.millis(nanos, 50);
    }

    double p99() {
        return Samples.millis(nanos, 99);
    }

    /// Microseconds of CPU for each request.
    double cpuMicros() {
        return cpu.toNanos() / 1e3 / nanos.length;
    }
}
