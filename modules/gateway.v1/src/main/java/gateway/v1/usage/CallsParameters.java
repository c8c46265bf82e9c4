package gateway.v1.usage;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import usage.store.CallsQuery;
import usage.store.CallsSelection;
import usage.store.Column;

/// Reads the query parameters of `/v1/usage/calls` and `/v1/usage/export`: times, every column of the record by its name,
/// and `model` for the target model.
///
/// @param given the parameters as they came
/// @param now end of the time asked for, where none is given
record CallsParameters(Parameters given, Instant now) {

    private static final String MODEL = "model";
    private static final Set<String> FILTERS = Stream
            .concat(Stream.of(MODEL), Arrays.stream(Column.values()).map(Column::wireName))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> RANGES = Set.of("start_time", "end_time", "latency_ms_min", "latency_ms_max");
    private static final Set<String> PAGING = Set.of("limit", "page");
    private static final int DEFAULT_CALLS = 50;
    private static final int MOST_CALLS = 1000;

    /// A page, the newest first.
    CallsQuery page() {
        refuseOthersThan(RANGES, FILTERS, PAGING);
        return new CallsQuery(selection(), CallsQuery.Order.NEWEST_FIRST, given.limit(DEFAULT_CALLS, MOST_CALLS),
                given.one("page"));
    }

    /// Everything in the range.
    CallsSelection all() {
        refuseOthersThan(RANGES, FILTERS);
        return selection();
    }

    /// Without times: all there are.
    private CallsSelection selection() {
        return new CallsSelection(given.time("start_time").orElse(Instant.EPOCH),
                given.time("end_time").orElse(now.plusSeconds(1)),
                given.filters(FILTERS, CallsParameters::column), given.number("latency_ms_min"), given.number("latency_ms_max"));
    }

    private static Column column(String name) {
        return name.equals(MODEL) ? Column.TARGET_MODEL : Column.of(name).orElseThrow();
    }

    @SafeVarargs
    private void refuseOthersThan(Set<String>... names) {
        var known = new HashSet<String>();
        for (var set : names) {
            known.addAll(set);
        }
        given.refuseOthersThan(known);
    }
}
