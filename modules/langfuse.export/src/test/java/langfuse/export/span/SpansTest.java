package langfuse.export.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import langfuse.export.sample.Rows;
import langfuse.export.text.ToldText;
import org.junit.jupiter.api.Test;
import provider.scripted.SpanView;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Status;

class SpansTest {

    private static final UUID CALL = UUID.fromString("0195f000-0000-7000-8000-000000000001");
    private static final Spans SPANS = new Spans(Optional.of("staging"), Optional.of("r7"));

    @Test
    void anAttemptIsAGenerationWithAllThatItsRowSays() {
        var span = new SpanView(generation(Rows.ok(CALL, 1, Rows.cost("0.0012500", "USD"))));

        assertThat(span.trace()).isEqualTo(Rows.TRACE);
        assertThat(span.id()).isEqualTo("00f067aa0ba902b1");
        assertThat(span.parent()).isEqualTo(Rows.PARENT);
        assertThat(span.span().getName()).isEqualTo("chat gpt-x");
        assertThat(span.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(span.span().getStartTimeUnixNano()).isEqualTo(nanos(Rows.NOON.plusMillis(1)));
        assertThat(span.span().getEndTimeUnixNano()).isEqualTo(nanos(Rows.NOON.plusMillis(450)));
        assertThat(span.span().hasStatus()).isFalse();
        assertThat(span.attributes()).isEqualTo(Map.ofEntries( //
                Map.entry("langfuse.trace.name", "notebook"), //
                Map.entry("langfuse.user.id", "ada"), //
                Map.entry("langfuse.session.id", "session-7"), //
                Map.entry("langfuse.trace.tags", List.of("nightly", "eval")), //
                Map.entry("langfuse.environment", "staging"), //
                Map.entry("langfuse.release", "r7"), //
                Map.entry("langfuse.observation.type", "generation"), //
                Map.entry("langfuse.observation.model.name", "gpt-x"), //
                Map.entry("langfuse.observation.completion_start_time", "\"2026-03-01T12:00:00.120Z\""), //
                Map.entry("langfuse.observation.usage_details",
                        "{\"input\":600,\"input_cached_tokens\":300,\"input_cache_creation\":100,\"output\":150,"
                                + "\"output_reasoning_tokens\":50,\"total\":1200}"), //
                Map.entry("langfuse.observation.cost_details", "{\"total\":0.00125}"), //
                Map.entry("gen_ai.operation.name", "chat"), //
                Map.entry("gen_ai.provider.name", "openai"), //
                Map.entry("gen_ai.request.model", "gpt-x"), //
                Map.entry("gen_ai.request.stream", true), //
                Map.entry("gen_ai.conversation.id", "session-7"), //
                Map.entry("gen_ai.response.time_to_first_chunk", 0.119), //
                Map.entry("gen_ai.response.model", "gpt-x-2026"), //
                Map.entry("gen_ai.response.id", "chatcmpl-1"), //
                Map.entry("gen_ai.response.finish_reasons", List.of("stop")), //
                Map.entry("gen_ai.usage.input_tokens", 1000L), //
                Map.entry("gen_ai.usage.output_tokens", 200L), //
                Map.entry("gen_ai.usage.reasoning.output_tokens", 50L), //
                Map.entry("gen_ai.usage.cache_read.input_tokens", 300L), //
                Map.entry("gen_ai.usage.cache_creation.input_tokens", 100L), //
                Map.entry("http.response.status_code", 200L), //
                Map.entry("lakehouse.call_id", CALL.toString()), //
                Map.entry("lakehouse.attempt", 1L), //
                Map.entry("lakehouse.caller", "notebook"), //
                Map.entry("lakehouse.api_key_id", "laptop"), //
                Map.entry("lakehouse.group_id", "group"), //
                Map.entry("lakehouse.endpoint", "/v1/chat"), //
                Map.entry("lakehouse.route", "fast"), //
                Map.entry("lakehouse.status", "ok"), //
                Map.entry("lakehouse.usage_source", "provider"), //
                Map.entry("lakehouse.cost", "0.00125"), //
                Map.entry("lakehouse.currency", "USD"), //
                Map.entry("lakehouse.price_id", "price")));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        var span = new SpanView(
                new Spans(Optional.empty(), Optional.empty())
                        .generation(Rows.ended(CALL, 1, Status.LOST, ErrorType.CRASH, false), ToldText.NONE));
        assertThat(span.attributes()).doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
                "langfuse.observation.usage_details", "langfuse.observation.cost_details", "lakehouse.cost",
                "langfuse.observation.completion_start_time", "langfuse.environment", "langfuse.release",
                "gen_ai.response.model", "gen_ai.response.finish_reasons", "http.response.status_code");
        assertThat(span.span().getStartTimeUnixNano()).isEqualTo(nanos(Rows.NOON));
    }

    @Test
    void whatDidNotEndWellIsMarkedAsAnError() {
        var ends = Map.of(ErrorType.CRASH, Status.LOST, ErrorType.CLIENT_GONE, Status.CANCELLED, ErrorType.TIMEOUT_IDLE,
                Status.FAILED);
        ends.forEach((error, status) -> {
            var span = new SpanView(generation(Rows.ended(CALL, 1, status, error, true)));
            assertThat(span.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(span.span().getStatus().getMessage()).isEqualTo(error.wireName());
            assertThat(span.attributes()).containsEntry("error.type", error.wireName())
                    .containsEntry("langfuse.observation.level", "ERROR")
                    .containsEntry("langfuse.observation.status_message", error.wireName())
                    .containsEntry("lakehouse.status", status.wireName());
        });
    }

    @Test
    void otherMoneyThanDollarsIsToldAndNotTakenForDollars() {
        assertThat(new SpanView(generation(Rows.ok(CALL, 1, Rows.cost("0.5", "EUR")))).attributes())
                .containsEntry("lakehouse.cost", "0.5").containsEntry("lakehouse.currency", "EUR")
                .doesNotContainKey("langfuse.observation.cost_details");
    }

    @Test
    void aCallOfAComponentOfOursStandsBelowTheSpanThatItTellsOfItself() {
        var row = Rows.ok(CALL, 1, Optional.empty());
        var intent = row.intent();
        var who = intent.who();
        var ours = new AttemptRow(
                new Intent(intent.key(), intent.identity(),
                        new Intent.Who("vectord.service.rag", who.apiKeyId(), who.endUser(), who.sessionId(), who.tags()),
                        intent.what(), intent.acceptedAt()),
                row.settlement(), row.cost(), row.priceId());

        assertThat(request(List.of(ours))).isEmpty();
        var span = new SpanView(generation(ours));
        assertThat(span.parent()).isEqualTo(Rows.PARENT);
        assertThat(span.attributes()).containsEntry("langfuse.trace.name", "vectord").containsEntry("lakehouse.caller",
                "vectord.service.rag");
    }

    @Test
    void theRequestSpansAllAttemptsAndHasNoUsage() {
        var call = List.of(Rows.ended(CALL, 1, Status.FAILED, ErrorType.CUT, true), Rows.ok(CALL, 2, Rows.cost("1", "USD")));
        var span = request(call).map(SpanView::new).orElseThrow();

        assertThat(span.id()).isEqualTo(Rows.PARENT);
        assertThat(span.parent()).isEmpty();
        assertThat(span.trace()).isEqualTo(Rows.TRACE);
        assertThat(span.span().getName()).isEqualTo("/v1/chat");
        assertThat(span.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.span().getStartTimeUnixNano()).isEqualTo(nanos(Rows.NOON));
        assertThat(span.span().getEndTimeUnixNano()).isEqualTo(nanos(Rows.NOON.plusMillis(1450)));
        assertThat(span.span().hasStatus()).isFalse();
        assertThat(span.attributes()).containsEntry("langfuse.observation.type", "span")
                .containsEntry("langfuse.trace.name", "notebook").containsEntry("langfuse.session.id", "session-7")
                .containsEntry("langfuse.environment", "staging");
        assertThat(span.attributes().keySet()).noneMatch(
                name -> name.startsWith("gen_ai.") || name.contains("usage") || name.contains("cost") || name.contains("model"));
    }

    @Test
    void theRequestStandsBelowTheSpanOfACallerWhoseTraceIsContinuedAndGenerationsBelowTheRequest() {
        var row = Rows.below(Rows.CALLER, Rows.ok(CALL, 1, Optional.empty()));
        var request = SPANS.request(List.of(row), ToldText.NONE).map(SpanView::new).orElseThrow();
        assertThat(request.trace()).isEqualTo(Rows.TRACE);
        assertThat(request.parent()).isEqualTo(Rows.CALLER);
        assertThat(request.id()).isEqualTo(Rows.PARENT);
        assertThat(new SpanView(SPANS.generation(row, ToldText.NONE)).parent()).isEqualTo(Rows.PARENT);
    }

    @Test
    void aRequestThatWasServedWithinItsCallersSpanIsNoPartOfItself() {
        var row = Rows.below(Rows.PARENT, Rows.ok(CALL, 1, Optional.empty()));
        assertThat(SPANS.request(List.of(row), ToldText.NONE).map(SpanView::new).orElseThrow().parent()).isEmpty();
    }

    @Test
    void aCallersSpanThatIsNoneIsLeftOut() {
        var row = Rows.below("elsewhere", Rows.ok(CALL, 1, Optional.empty()));
        assertThat(SPANS.request(List.of(row), ToldText.NONE).map(SpanView::new).orElseThrow().parent()).isEmpty();
    }

    @Test
    void aRequestWhoseLastAttemptFailedHasFailed() {
        assertThat(request(List.of(Rows.ok(CALL, 1, Optional.empty()),
                Rows.ended(CALL, 2, Status.FAILED, ErrorType.CUT, true))).orElseThrow().getStatus().getCode())
                .isEqualTo(StatusCode.STATUS_CODE_ERROR);
    }

    @Test
    void aRowWithoutProperIdsGetsSomeThatFollowFromItsKey() {
        var row = Rows.ok(CALL, 1, Optional.empty());
        var intent = row.intent();
        var strange = new AttemptRow(new Intent(intent.key(), new Intent.Identity("request", "group", Optional.of("trace"),
                Optional.empty(), Optional.of("parent"), Optional.of("caller")), intent.who(), intent.what(),
                intent.acceptedAt()), row.settlement(),
                row.cost(), row.priceId());
        var span = new SpanView(generation(strange));
        assertThat(span.trace()).isEqualTo(CALL.toString().replace("-", ""));
        assertThat(span.id()).hasSize(16).isEqualTo(new SpanView(generation(strange)).id());
        assertThat(span.parent()).isEmpty();
        assertThat(request(List.of(strange))).isEmpty();
    }

    @Test
    void whatWasSaidStandsOnGenerationAndRequestAndCanBeTakenAway() {
        var row = Rows.ok(CALL, 1, Optional.empty());
        var text = new ToldText(Optional.of("00f067aa0ba902b1"), Optional.of("[\"in\"]"), Optional.of("[\"out\"]"));
        for (var span : List.of(SPANS.generation(row, text), SPANS.request(List.of(row), text).orElseThrow())) {
            assertThat(new SpanView(span).attributes()).containsEntry("langfuse.observation.input", "[\"in\"]")
                    .containsEntry("langfuse.observation.output", "[\"out\"]");
        }
        assertThat(Spans.withoutText(SPANS.generation(row, text))).isEqualTo(generation(row));
    }

    private static Span generation(AttemptRow row) {
        return SPANS.generation(row, ToldText.NONE);
    }

    private static Optional<Span> request(List<AttemptRow> call) {
        return SPANS.request(call, ToldText.NONE);
    }

    private static long nanos(Instant moment) {
        return moment.toEpochMilli() * 1_000_000;
    }
}
