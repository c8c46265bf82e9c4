package gateway.v1.bench;

import java.util.Arrays;
import java.util.List;

/// Durations of many calls, in nanoseconds. For one thread, until [#sorted].
final class Samples {

    private long[] nanos;
    private int size;

    Samples() {
        this(1 << 12);
    }

    /// @param expected about how many there will be
    Samples(int expected) {
        nanos = new long[Math.max(1, expected)];
    }

    void add(long duration) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = duration;
    }

    /// All durations of all samples, the shortest first.
    static long[] sorted(List<Samples> samples) {
        return samples.stream().flatMapToLong(some -> Arrays.stream(some.nanos, 0, some.size)).sorted().toArray();
    }

    /// Milliseconds of a percentile, by nearest rank.
    static double millis(long[] sorted, double percentile) {
        int rank = (int) Math.ceil(percentile / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)] / 1e6;
    }
}
