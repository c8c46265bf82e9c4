package telemetry;

import java.util.List;

/// Bounds of the buckets of histograms, as OpenTelemetry's conventions for generative AI, v1.41.1, set them, and our own for what
/// the conventions do not know.
public final class MetricBounds {

    /// For what providers take, in seconds.
    public static final List<Double> SECONDS = List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
            40.96, 81.92);
    /// For tokens of an attempt.
    public static final List<Double> TOKENS = List.of(1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0, 16384.0, 65536.0, 262144.0,
            1048576.0, 4194304.0, 16777216.0, 67108864.0);
    /// For what the gateway itself takes, in seconds: our own.
    public static final List<Double> OVERHEAD_SECONDS = List.of(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5,
            1.0,
            5.0);

    /// For requests to `/vectors`, in seconds: our own. A search by words takes a millisecond or few, one by vectors as long as the
    /// embedding of its text, an answer as long as its model, and whoever waits for documents as long as their embedding.
    public static final List<Double> VECTORS_SECONDS = List.of(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0,
            5.0, 10.0, 20.0, 50.0);

    private MetricBounds() {}
}
