package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import usage.store.AttemptRow;
import usage.store.Completeness;
import usage.store.Cost;
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

    static ObjectNode calls(List<AttemptRow> rows, Optional<String> nextPage, Completeness completeness) {
        var document = Json.object().put("object", "list");
        var data = document.putArray("data");
        rows.forEach(row -> data.add(row(row)));
        return end(document, nextPage, completeness);
    }

    static ObjectNode completeness(Completeness completeness) {
        return Json.object().put("as_of", completeness.asOf().toString()).put("lag_seconds", completeness.lag().toMillis() / 1e3)
                .put("in_flight", completeness.inFlight())
                .put("oldest_in_flight_seconds", completeness.oldestInFlight().toMillis() / 1e3)
                .put("spooled", completeness.spooled()).put("accepted", completeness.accepted())
                .put("settled", completeness.settled())
                .put("expired", completeness.expired());
    }

    private static ObjectNode end(ObjectNode document, Optional<String> nextPage, Completeness completeness) {
        document.put("has_more", nextPage.isPresent()).put("next_page", nextPage.orElse(null));
        document.set("completeness", completeness(completeness));
        return document;
    }

    private static ObjectNode result(UsagePage.Result result) {
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

    static ObjectNode row(AttemptRow row) {
        var intent = row.intent();
        var identity = intent.identity();
        var node = Json.object().put("object", "attempt").put("call_id", intent.key().callId().toString())
                .put("attempt", intent.key().attempt())
                .put("request_id", identity.requestId()).put("group_id", identity.groupId())
                .put("trace_id", identity.traceId().orElse(null))
                .put("span_id", identity.spanId().orElse(null)).put("parent_span_id", identity.parentSpanId().orElse(null));
        who(node, row);
        what(node, row);
        howItWent(node, row);
        howMuch(node, row);
        return node;
    }

    private static void who(ObjectNode node, AttemptRow row) {
        var who = row.intent().who();
        node.put("caller", who.caller()).put("api_key_id", who.apiKeyId().orElse(null))
                .put("end_user", who.endUser().orElse(null))
                .put("session_id", who.sessionId().orElse(null));
        who.tags().forEach(node.putArray("tags")::add);
    }

    private static void what(ObjectNode node, AttemptRow row) {
        var what = row.intent().what();
        node.put("endpoint", what.endpoint()).put("operation", what.operation().wireName())
                .put("route", what.route().orElse(null))
                .put("provider", what.provider().orElse(null)).put("requested_model", what.requestedModel().orElse(null))
                .put("target_model", what.targetModel().orElse(null))
                .put("response_model", row.settlement().responseModel().orElse(null))
                .put("stream", what.stream()).put("provider_request_id", row.settlement().providerRequestId().orElse(null));
    }

    private static void howItWent(ObjectNode node, AttemptRow row) {
        var settlement = row.settlement();
        node.put("status", settlement.status().wireName()).put("finish_reason", settlement.finishReason().orElse(null))
                .put("error_type", settlement.errorType().map(type -> type.wireName()).orElse(null))
                .put("http_status",
                        settlement.httpStatus().isPresent() ? Integer.valueOf(settlement.httpStatus().getAsInt()) : null)
                .put("accepted_at", text(row.intent().acceptedAt()))
                .put("sent_at", settlement.sentAt().map(UsageDocuments::text).orElse(null))
                .put("first_token_at", settlement.firstTokenAt().map(UsageDocuments::text).orElse(null))
                .put("finished_at", text(settlement.finishedAt())).put("latency_ms", row.latencyMillis());
        put(node, "time_to_first_token_ms", row.timeToFirstTokenMillis());
    }

    private static void howMuch(ObjectNode node, AttemptRow row) {
        var tokens = row.settlement().tokens();
        put(node, "input_tokens", tokens.input());
        put(node, "cached_input_tokens", tokens.cachedInput());
        put(node, "cache_write_tokens", tokens.cacheWrite());
        put(node, "output_tokens", tokens.output());
        put(node, "reasoning_tokens", tokens.reasoning());
        node.put("usage_source", tokens.source().wireName()).put("cost", row.cost().map(Cost::value).orElse(null))
                .put("currency", row.cost().map(Cost::currency).orElse(null)).put("price_id", row.priceId().orElse(null));
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static void put(ObjectNode node, String name, OptionalLong value) {
        value.ifPresentOrElse(number -> node.put(name, number), () -> node.putNull(name));
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        value.ifPresentOrElse(number -> node.put(name, number), () -> node.putNull(name));
    }
}
