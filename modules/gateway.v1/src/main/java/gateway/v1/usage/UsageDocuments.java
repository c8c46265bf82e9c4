package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import usage.store.Completeness;
import usage.store.UsagePage;

/// The ledger's answers as JSON; field names are the record's.
final class UsageDocuments {

    private UsageDocuments() {}

    static ObjectNode page(UsagePage page, Completeness completeness) {
        var document = Json.object().put("object", "page");
        var data = document.putArray("data");
        page.buckets().forEach(bucket -> {
            var node = data.addObject().put("object", "bucket").put("start_time", bucket.start().getEpochSecond()).put("end_time",
                    bucket.end().getEpochSecond());
            var results = node.putArray("results");
            bucket.results().forEach(result -> results.add(result(result)));
        });
        return end(document, page.nextPage(), completeness);
    }

    static ObjectNode list(List<ObjectNode> rows, Optional<String> nextPage, Completeness completeness) {
        var document = Json.object().put("object", "list");
        document.putArray("data").addAll(rows);
        return end(document, nextPage, completeness);
    }

    static ObjectNode completeness(Completeness completeness) {
        return Json.object().put("as_of", completeness.asOf().toString()).put("lag_seconds", completeness.lag().toMillis() / 1e3)
                .put("in_flight", completeness.inFlight())
                .put("oldest_in_flight_seconds", completeness.oldestInFlight().toMillis() / 1e3)
                .put("spooled", completeness.spooled()).put("accepted", completeness.accepted())
                .put("settled", completeness.settled())
                .put("expired", completeness.expired()).put("dead_letters", completeness.deadLetters())
                .put("rows_since", completeness.rowsSince().map(Instant::toString).orElse(null));
    }

    private static ObjectNode end(ObjectNode document, Optional<String> nextPage, Completeness completeness) {
        document.put("has_more", nextPage.isPresent()).put("next_page", nextPage.orElse(null));
        document.set("completeness", completeness(completeness));
        return document;
    }

    static ObjectNode result(UsagePage.Result result) {
        var node = Json.object().put("object", "usage.result");
        result.keys().forEach((dimension, value) -> node.put(dimension.wireName(), value.orElse(null)));
        put(node, "input_tokens", result.inputTokens());
        put(node, "cached_input_tokens", result.cachedInputTokens());
        put(node, "cache_write_tokens", result.cacheWriteTokens());
        put(node, "output_tokens", result.outputTokens());
        put(node, "reasoning_tokens", result.reasoningTokens());
        node.put("num_model_requests", result.requests()).put("num_attempts", result.attempts())
                .put("num_failed", result.failed())
                .put("num_cancelled", result.cancelled()).put("num_lost", result.lost()).put("num_refused", result.refused())
                .put("num_estimated", result.estimated()).put("num_unpriced", result.unpriced());
        var cost = node.putArray("cost");
        result.cost().forEach(sum -> cost.addObject().put("value", sum.value()).put("currency", sum.currency()));
        percentiles(node.putObject("latency_ms"), result.latencyMillis());
        percentiles(node.putObject("time_to_first_token_ms"), result.timeToFirstTokenMillis());
        return node;
    }

    private static void percentiles(ObjectNode node, UsagePage.Percentiles percentiles) {
        put(node, "p50", percentiles.p50());
        put(node, "p95", percentiles.p95());
        put(node, "p99", percentiles.p99());
    }

    private static void put(ObjectNode node, String name, OptionalLong value) {
        value.ifPresentOrElse(number -> node.put(name, number), () -> node.putNull(name));
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        value.ifPresentOrElse(number -> node.put(name, number), () -> node.putNull(name));
    }
}
