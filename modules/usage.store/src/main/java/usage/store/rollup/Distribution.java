package usage.store.rollup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import usage.store.UsagePage.Percentiles;

/// How often each duration occurred. Durations are milliseconds, kept to two significant digits: exactly below 256, above that
/// in steps of less than 0.8 % of the value. A percentile is the longest duration of the step it falls into.
///
/// Few durations are kept one by one, many in a histogram, so that a distribution takes about as much memory as it has to say.
/// Adding is associative and commutative, whichever way the durations came.
final class Distribution {

    private static final int DIGITS = 2;
    private static final int MOST_SINGLE = 128;
    // Holds nothing; knows the steps.
    private static final Histogram SCALE = new Histogram(DIGITS);
    private static final Percentiles NO_PERCENTILES = new Percentiles(OptionalDouble.empty(), OptionalDouble.empty(),
            OptionalDouble.empty());

    private long[] values = {};
    private long[] counts = {};
    private int size;
    private Optional<Histogram> many = Optional.empty();

    void add(long value, long count) {
        if (many.isPresent()) {
            many.get().recordValueWithCount(value, count);
        } else if (size == MOST_SINGLE) {
            many = Optional.of(histogram());
            add(value, count);
        } else {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size + 1);
                counts = Arrays.copyOf(counts, 2 * size + 1);
            }
            values[size] = value;
            counts[size++] = count;
        }
    }

    /// Adds the bytes of a stored one.
    void add(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        for (long value = 0; buffer.hasRemaining();) {
            value += read(buffer);
            add(value, read(buffer));
        }
    }

    /// What is stored of it: the steps that occur, in order, each as what its first value is more than that of the one before
    /// and how often it occurs; and the percentiles.
    record Stored(byte[] bytes, Percentiles percentiles) {}

    Stored stored() {
        var bytes = new ByteArrayOutputStream();
        if (size == 1 && many.isEmpty()) {
            write(bytes, SCALE.lowestEquivalentValue(values[0]));
            write(bytes, counts[0]);
            return new Stored(bytes.toByteArray(), percentiles());
        }
        var histogram = histogram();
        long last = 0;
        for (var step : histogram.recordedValues()) {
            long value = SCALE.lowestEquivalentValue(step.getValueIteratedTo());
            write(bytes, value - last);
            write(bytes, step.getCountAtValueIteratedTo());
            last = value;
        }
        return new Stored(bytes.toByteArray(), percentiles(histogram));
    }

    Percentiles percentiles() {
        if (size == 1 && many.isEmpty()) {
            var only = OptionalDouble.of(SCALE.highestEquivalentValue(values[0]));
            return new Percentiles(only, only, only);
        }
        return size == 0 ? NO_PERCENTILES : percentiles(histogram());
    }

    private static Percentiles percentiles(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? NO_PERCENTILES
                : new Percentiles(percentile(histogram, 50), percentile(histogram, 95), percentile(histogram, 99));
    }

    private static OptionalDouble percentile(Histogram histogram, double percent) {
        return OptionalDouble.of(histogram.getValueAtPercentile(percent));
    }

    private Histogram histogram() {
        return many.orElseGet(() -> {
            var histogram = new Histogram(Math.max(2, Arrays.stream(values, 0, size).max().orElse(0)), DIGITS);
            histogram.setAutoResize(true);
            for (int at = 0; at < size; at++) {
                histogram.recordValueWithCount(values[at], counts[at]);
            }
            return histogram;
        });
    }

    // LEB128: seven bits a byte, the lowest first; the eighth says that more follow.
    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.write((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static long read(ByteBuffer buffer) {
        long number = 0;
        for (int shift = 0;; shift += 7) {
            byte part = buffer.get();
            number |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return number;
            }
        }
    }
}
