package gateway.v1.usage;

import gateway.v1.call.Fault;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.CallsQuery;
import usage.store.Dimension;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;

/// Reads the query parameters of `/v1/usage` and `/v1/usage/calls`; a parameter that is not known is refused, because an
/// ignored filter would answer another question.
///
/// @param given the parameters as they came
/// @param now end of the time asked for, where none is given
record UsageParameters(MultivaluedMap<String, String> given, Instant now) {

    private static final Set<String> DIMENSIONS = Arrays.stream(Dimension.values()).map(Dimension::wireName)
            .collect(Collectors.toUnmodifiableSet());
    private static final int DEFAULT_CALLS = 50;
    private static final int MOST_CALLS = 1000;

    /// Without times: the last seven days.
    UsageQuery usage() {
        refuseOthers(Set.of("start_time", "end_time", "bucket_width", "group_by", "group_by[]", "limit", "page"));
        var width = width();
        var end = time("end_time").orElse(now.plusSeconds(1));
        var start = time("start_time").orElseGet(() -> end.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(6)));
        return new UsageQuery(start, end, width, groupBy(), filters(), limit(defaultBuckets(width), mostBuckets(width)),
                one("page"));
    }

    /// Without times: all there are.
    CallsQuery calls() {
        refuseOthers(Set.of("start_time", "end_time", "limit", "page"));
        return new CallsQuery(time("start_time").orElse(Instant.EPOCH), time("end_time").orElse(now.plusSeconds(1)), filters(),
                limit(DEFAULT_CALLS, MOST_CALLS), one("page"));
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
        var name = one("bucket_width").orElse(BucketWidth.DAY.wireName());
        return Arrays.stream(BucketWidth.values()).filter(width -> width.wireName().equals(name)).findFirst()
                .orElseThrow(() -> Fault.invalid("bucket_width", "bucket_width must be 1m, 1h or 1d, not '" + name + "'")
                        .asException());
    }

    private List<Dimension> groupBy() {
        return Stream.of("group_by", "group_by[]").flatMap(name -> values(name).stream()).map(Dimension::of).distinct().toList();
    }

    private Map<Dimension, List<String>> filters() {
        var filters = new EnumMap<Dimension, List<String>>(Dimension.class);
        for (var dimension : Dimension.values()) {
            var values = values(dimension.wireName());
            if (!values.isEmpty()) {
                filters.put(dimension, values);
            }
        }
        return filters;
    }

    private int limit(int otherwise, int most) {
        int limit = one("limit").map(text -> Math.clamp(number("limit", text), -1, Integer.MAX_VALUE)).orElse(otherwise);
        if (limit < 1 || limit > most) {
            throw Fault.invalid("limit", "limit must be from 1 to " + most).asException();
        }
        return limit;
    }

    private Optional<Instant> time(String name) {
        return one(name).map(text -> Instant.ofEpochSecond(number(name, text)));
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Fault.invalid(name, name + " must be a whole number" + (name.endsWith("_time") ? " of unix seconds" : "")
                    + ", not '" + text + "'").asException();
        }
    }

    private Optional<String> one(String name) {
        return Optional.ofNullable(given.getFirst(name)).filter(text -> !text.isBlank());
    }

    private List<String> values(String name) {
        return given.getOrDefault(name, List.of()).stream().flatMap(text -> Arrays.stream(text.split(","))).map(String::strip)
                .filter(text -> !text.isEmpty()).toList();
    }

    private void refuseOthers(Set<String> known) {
        var unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(known);
        unknown.removeAll(DIMENSIONS);
        if (!unknown.isEmpty()) {
            throw Fault.invalid(unknown.first(), "unknown parameter: " + String.join(", ", unknown)).asException();
        }
    }
}
