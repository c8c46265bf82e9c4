package gateway.v1.measure;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionStatisticsConfig;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The meters of one name: one for each set of labels, registered when it is first needed and found in a map from then on.
///
/// @param <L> a set of labels, a record
/// @param <M> the kind of meter
final class Family<L, M extends Meter> {

    private static final String UNIT = "_seconds";
    private static final double[] NONE = {};

    private final Map<L, M> meters = new ConcurrentHashMap<>();
    private final Function<L, M> maker;

    private Family(Function<L, M> maker) {
        this.maker = maker;
    }

    /// Histograms of whole numbers: what is counted is rounded up to one before its bucket is sought. They have these bounds and
    /// nothing else, no percentiles of their own, which could not be added up.
    static <L> Family<L, DistributionSummary> ofCounts(Supplier<MeterRegistry> registry, String name, String description,
            List<Double> bounds, Function<L, List<Tag>> tags) {
        return new Family<>(labels -> registry.get()
                .getOrCreate(DistributionSummary
                        .builder(name, DistributionStatisticsConfig.builder().buckets(bounds).percentiles(NONE))
                        .description(description).tags(tags.apply(labels))));
    }

    /// Histograms of times, to the nanosecond, with these bounds in seconds and nothing else.
    ///
    /// @param name ends in the unit, which the registry adds by itself
    static <L> Family<L, Timer> ofTimes(Supplier<MeterRegistry> registry, String name, String description, List<Double> bounds,
            Function<L, List<Tag>> tags) {
        var buckets = bounds.stream().map(bound -> Duration.ofNanos(Math.round(bound * 1e9))).toArray(Duration[]::new);
        return new Family<>(labels -> registry.get()
                .getOrCreate(Timer.builder(withoutUnit(name)).buckets(buckets).percentiles(NONE).description(description)
                        .tags(tags.apply(labels))));
    }

    static <L> Family<L, Counter> ofCounters(Supplier<MeterRegistry> registry, String name, String description,
            Function<L, List<Tag>> tags) {
        return new Family<>(
                labels -> registry.get().getOrCreate(Counter.builder(name).description(description).tags(tags.apply(labels))));
    }

    private static String withoutUnit(String name) {
        if (!name.endsWith(UNIT)) {
            throw new IllegalArgumentException(name + " does not end in " + UNIT);
        }
        return name.substring(0, name.length() - UNIT.length());
    }

    M of(L labels) {
        var known = meters.get(labels);
        return known != null ? known : meters.computeIfAbsent(labels, maker);
    }
}
