package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import usage.store.Cost;
import usage.store.Dimension;
import usage.store.UsagePage;

/// Sums over time as a table: a line for every bucket and group that has rows. Cost has a column per currency (`cost_usd`), so
/// that no other sum stands in two lines.
final class UsageTable {

    private static final List<String> COUNTS = List.of("input_tokens", "cached_input_tokens", "cache_write_tokens",
            "output_tokens",
            "reasoning_tokens", "num_model_requests", "num_attempts", "num_failed", "num_cancelled", "num_lost", "num_refused",
            "num_estimated", "num_unpriced");
    private static final List<String> DURATIONS = List.of("latency_ms", "time_to_first_token_ms");
    private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");

    private UsageTable() {}

    static Table of(UsagePage page, List<Dimension> groupBy) {
        var currencies = new TreeSet<String>();
        var rows = new ArrayList<ObjectNode>();
        page.buckets().forEach(bucket -> bucket.results().forEach(result -> {
            result.cost().stream().map(Cost::currency).map(UsageTable::column).forEach(currencies::add);
            rows.add(row(bucket, result));
        }));
        var durations = DURATIONS.stream().flatMap(name -> PERCENTILES.stream().map(percentile -> name + "_" + percentile));
        return new Table(
                Stream.of(Stream.of("start_time", "end_time"), groupBy.stream().map(Dimension::wireName), COUNTS.stream(),
                        currencies.stream(), durations).flatMap(names -> names).toList(),
                rows);
    }

    private static ObjectNode row(UsagePage.Bucket bucket, UsagePage.Result result) {
        var row = UsageDocuments.result(result).put("start_time", bucket.start().getEpochSecond()).put("end_time",
                bucket.end().getEpochSecond());
        result.cost().forEach(sum -> row.put(column(sum.currency()), sum.value()));
        for (var duration : DURATIONS) {
            PERCENTILES.forEach(percentile -> row.set(duration + "_" + percentile, row.path(duration).path(percentile)));
        }
        return row;
    }

    private static String column(String currency) {
        return "cost_" + currency.toLowerCase(Locale.ROOT);
    }
}
