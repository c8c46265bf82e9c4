package gateway.v1.usage;

import gateway.v1.call.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.Dimension;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;

/// Reads the query parameters of `/v1/usage`.
///
/// @param given the parameters as they came
/// @param now end of the time asked for, where none is given
record UsageParameters(Parameters given, Instant now) {

    private static final Set<String> DIMENSIONS = Arrays.stream(Dimension.values()).map(Dimension::wireName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> OTHERS = Set.of("start_time", "end_time", "bucket_width", "group_by", "group_by[]", "limit",
            "page");

    /// Without times: the last seven days.
    UsageQuery query() {
        var known = new HashSet<>(OTHERS);
        known.addAll(DIMENSIONS);
        given.refuseOthersThan(known);
        var width = width();
        var end = given.time("end_time").orElse(now.plusSeconds(1));
        var start = given.time("start_time").orElseGet(() -> end.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(6)));
        return new UsageQuery(start, end, width, groupBy(), given.filters(DIMENSIONS, Dimension::of),
                given.limit(defaultBuckets(width), mostBuckets(width)), given.one("page"));
    }

    private static int defaultBuckets(BucketWidth width) {
        return switch (width) {
            case DAY -> 7;
            case HOUR -> 24;
            case MINUTE -> 60;
        };
    }

    private static int mostBuckets(BucketWidth width) {
        return switch (width) {
            case DAY -> 366;
            case HOUR -> 168;
            case MINUTE -> 1440;
        };
    }

    private BucketWidth width() {
        var name = given.one("bucket_width").orElse(BucketWidth.DAY.wireName());
        return Arrays.stream(BucketWidth.values()).filter(width -> width.wireName().equals(name)).findFirst()
                .orElseThrow(() -> Fault.invalid("bucket_width", "bucket_width must be 1m, 1h or 1d, not '" + name + "'")
                        .asException());
    }

    private List<Dimension> groupBy() {
        return Stream.of("group_by", "group_by[]").flatMap(name -> given.values(name).stream()).map(Dimension::of).distinct()
                .toList();
    }
}
