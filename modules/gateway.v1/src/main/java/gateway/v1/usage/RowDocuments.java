package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Optional;
import usage.store.AttemptRow;
import usage.store.Cost;
import usage.store.InFlight;
import usage.store.Intent;
import usage.store.Tokens;

/// Attempts as JSON; field names are the record's.
final class RowDocuments {

    /// What is told of an attempt in flight, in its order.
    static final List<String> IN_FLIGHT = List.of("call_id", "attempt", "request_id", "group_id", "trace_id", "span_id",
            "parent_span_id", "caller_span_id", "caller", "api_key_id", "end_user", "session_id", "tags", "endpoint", "operation",
            "route",
            "provider",
            "requested_model", "target_model", "stream", "accepted_at", "sent_at", "first_token_at", "age_seconds",
            "input_tokens",
            "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "usage_source");

    private RowDocuments() {}

    /// A settled attempt, with every column.
    static ObjectNode settled(AttemptRow row) {
        var node = Json.object().put("object", "attempt");
        var settlement = row.settlement();
        identity(node, row.intent());
        node.put("response_model", settlement.responseModel().orElse(null)).put("provider_request_id",
                settlement.providerRequestId().orElse(null));
        node.put("status", settlement.status().wireName()).put("finish_reason", settlement.finishReason().orElse(null))
                .put("error_type", settlement.errorType().map(type -> type.wireName()).orElse(null));
        put(node, "http_status", settlement.httpStatus());
        times(node, row.intent().acceptedAt(), settlement.sentAt(), settlement.firstTokenAt());
        node.put("finished_at", text(settlement.finishedAt())).put("latency_ms", row.latencyMillis());
        put(node, "time_to_first_token_ms", row.timeToFirstTokenMillis());
        tokens(node, settlement.tokens());
        return node.put("cost", row.cost().map(Cost::value).orElse(null))
                .put("currency", row.cost().map(Cost::currency).orElse(null))
                .put("price_id", row.priceId().orElse(null));
    }

    /// An attempt in flight, as old as it is at `now`.
    static ObjectNode inFlight(InFlight open, Instant now) {
        var node = Json.object().put("object", "attempt.in_flight");
        var acceptedAt = open.intent().acceptedAt();
        identity(node, open.intent());
        times(node, acceptedAt, open.progress().sentAt(), open.progress().firstTokenAt());
        node.put("age_seconds", Math.max(0, Duration.between(acceptedAt, now).toMillis()) / 1e3);
        tokens(node, open.progress().tokens());
        return node;
    }

    private static void identity(ObjectNode node, Intent intent) {
        var identity = intent.identity();
        var who = intent.who();
        var what = intent.what();
        node.put("call_id", intent.key().callId().toString()).put("attempt", intent.key().attempt())
                .put("request_id", identity.requestId()).put("group_id", identity.groupId())
                .put("trace_id", identity.traceId().orElse(null)).put("span_id", identity.spanId().orElse(null))
                .put("parent_span_id", identity.parentSpanId().orElse(null))
                .put("caller_span_id", identity.callerSpanId().orElse(null));
        node.put("caller", who.caller()).put("api_key_id", who.apiKeyId().orElse(null))
                .put("end_user", who.endUser().orElse(null))
                .put("session_id", who.sessionId().orElse(null));
        who.tags().forEach(node.putArray("tags")::add);
        node.put("endpoint", what.endpoint()).put("operation", what.operation().wireName())
                .put("route", what.route().orElse(null))
                .put("provider", what.provider().orElse(null)).put("requested_model", what.requestedModel().orElse(null))
                .put("target_model", what.targetModel().orElse(null)).put("stream", what.stream());
    }

    private static void times(ObjectNode node, Instant acceptedAt, Optional<Instant> sentAt, Optional<Instant> firstTokenAt) {
        node.put("accepted_at", text(acceptedAt)).put("sent_at", sentAt.map(RowDocuments::text).orElse(null))
                .put("first_token_at", firstTokenAt.map(RowDocuments::text).orElse(null));
    }

    private static void tokens(ObjectNode node, Tokens tokens) {
        put(node, "input_tokens", tokens.input());
        put(node, "cached_input_tokens", tokens.cachedInput());
        put(node, "cache_write_tokens", tokens.cacheWrite());
        put(node, "output_tokens", tokens.output());
        put(node, "reasoning_tokens", tokens.reasoning());
        node.put("usage_source", tokens.source().wireName());
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static void put(ObjectNode node, String name, OptionalInt value) {
        value.ifPresentOrElse(number -> node.put(name, number), () -> node.putNull(name));
    }

    private static void put(ObjectNode node, String name, OptionalLong value) {
        value.ifPresentOrElse(number -> node.put(name, number), () -> node.putNull(name));
    }
}
