package langfuse.export.span;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import langfuse.export.text.ToldText;
import telemetry.EndedSpan;
import telemetry.SpanAttributes;
import telemetry.TraceNames;
import usage.store.AttemptRow;
import usage.store.Cost;
import usage.store.ErrorType;
import usage.store.Settlement;

/// Makes spans of rows, and of nothing else: the same rows give the same spans, whenever and however often. Only what was said,
/// where Langfuse is to be told that, comes from elsewhere.
///
/// @param environment what Langfuse files them under
/// @param release what is deployed
public record Spans(Optional<String> environment, Optional<String> release) {

    private static final long NANOS = 1_000_000_000L;
    private static final String DOLLARS = "USD";
    private static final Set<String> TEXT = Set.of(SpanAttributes.LANGFUSE_OBSERVATION_INPUT,
            SpanAttributes.LANGFUSE_OBSERVATION_OUTPUT);

    /// An attempt as a generation, below its request.
    ///
    /// @param text what was said in it
    public Span generation(AttemptRow row, ToldText text) {
        var intent = row.intent();
        var ended = row.settlement();
        var model = intent.what().targetModel().or(intent.what()::requestedModel);
        var operation = intent.what().operation().wireName();
        var span = span(row, operation + model.map(name -> " " + name).orElse(""), SpanKind.SPAN_KIND_CLIENT,
                ended.sentAt().orElse(intent.acceptedAt()), ended.finishedAt()).addAllAttributes(
                        call(new AttributeList(), row).list());
        SpanIds.of(intent).parent().ifPresent(span::setParentSpanId);
        var attributes = new AttributeList().text(SpanAttributes.LANGFUSE_OBSERVATION_TYPE, "generation")
                .text(SpanAttributes.OPERATION_NAME, operation)
                .text(SpanAttributes.PROVIDER_NAME, intent.what().provider())
                .text(SpanAttributes.REQUEST_MODEL, model).text(SpanAttributes.LANGFUSE_OBSERVATION_MODEL, model)
                .text(SpanAttributes.CONVERSATION_ID, intent.who().sessionId())
                .text(SpanAttributes.RESPONSE_MODEL, ended.responseModel())
                .text(SpanAttributes.RESPONSE_ID, ended.providerRequestId())
                .texts(SpanAttributes.RESPONSE_FINISH_REASONS, ended.finishReason().stream().toList())
                .number(SpanAttributes.LAKEHOUSE_ATTEMPT, intent.key().attempt())
                .text(SpanAttributes.LAKEHOUSE_STATUS, ended.status().wireName());
        ended.httpStatus().ifPresent(status -> attributes.number(SpanAttributes.HTTP_RESPONSE_STATUS_CODE, status));
        if (intent.what().stream()) {
            attributes.flag(SpanAttributes.REQUEST_STREAM);
        }
        firstToken(attributes, row);
        usage(attributes, row);
        fault(span, attributes, ended);
        return span.addAllAttributes(said(attributes, text).list()).build();
    }

    /// The request that the attempts of a call were made for, as far as they are known; empty where they do not say its id, and
    /// where a component of ours tells of its request itself. It stands below the span of the caller whose trace it continues, and
    /// has neither model nor tokens nor cost: Langfuse would count them twice.
    ///
    /// @param call rows of one call, in order
    /// @param text what was said; Langfuse takes it for that of the whole trace
    public Optional<Span> request(List<AttemptRow> call, ToldText text) {
        var first = call.getFirst();
        var last = call.getLast().settlement();
        if (TraceNames.isComponent(first.intent().who().caller())) {
            return Optional.empty();
        }
        var ids = SpanIds.of(first.intent());
        return ids.parent().map(id -> {
            var start = call.stream().map(row -> row.intent().acceptedAt()).min(Instant::compareTo).orElseThrow();
            var end = call.stream().map(row -> row.settlement().finishedAt()).max(Instant::compareTo).orElseThrow();
            var span = span(first, first.intent().what().endpoint(), SpanKind.SPAN_KIND_SERVER, start, end).setSpanId(id);
            // What holds the internal credential is served within its own span, which is no part of itself.
            ids.caller().filter(caller -> !caller.equals(id)).ifPresent(span::setParentSpanId);
            var attributes = call(new AttributeList(), first).text(SpanAttributes.LANGFUSE_OBSERVATION_TYPE, "span");
            fault(span, attributes, last);
            return span.addAllAttributes(said(attributes, text).list()).build();
        });
    }

    private static AttributeList said(AttributeList attributes, ToldText text) {
        return attributes.text(SpanAttributes.LANGFUSE_OBSERVATION_INPUT, text.input())
                .text(SpanAttributes.LANGFUSE_OBSERVATION_OUTPUT, text.output());
    }

    /// The same span without what was said.
    public static Span withoutText(Span span) {
        var rest = span.getAttributesList().stream().filter(attribute -> !TEXT.contains(attribute.getKey())).toList();
        return span.toBuilder().clearAttributes().addAllAttributes(rest).build();
    }

    private static Span.Builder span(AttemptRow row, String name, SpanKind kind, Instant start, Instant end) {
        var ids = SpanIds.of(row.intent());
        return Span.newBuilder().setTraceId(ids.trace()).setSpanId(ids.span()).setName(name).setKind(kind)
                .setStartTimeUnixNano(nanos(start)).setEndTimeUnixNano(Math.max(nanos(start), nanos(end)));
    }

    /// What every span of a trace says.
    private AttributeList call(AttributeList attributes, AttemptRow row) {
        var intent = row.intent();
        var who = intent.who();
        return attributes.text(SpanAttributes.LANGFUSE_TRACE_NAME, TraceNames.of(who.caller()))
                .text(SpanAttributes.LANGFUSE_USER_ID, who.endUser()).text(SpanAttributes.LANGFUSE_SESSION_ID, who.sessionId())
                .texts(SpanAttributes.LANGFUSE_TRACE_TAGS, who.tags())
                .text(SpanAttributes.LANGFUSE_ENVIRONMENT, environment).text(SpanAttributes.LANGFUSE_RELEASE, release)
                .text(SpanAttributes.LAKEHOUSE_CALL_ID, intent.key().callId().toString())
                .text(SpanAttributes.LAKEHOUSE_CALLER, who.caller())
                .text(SpanAttributes.LAKEHOUSE_API_KEY_ID, who.apiKeyId())
                .text(SpanAttributes.LAKEHOUSE_GROUP_ID, intent.identity().groupId())
                .text(SpanAttributes.LAKEHOUSE_ENDPOINT, intent.what().endpoint())
                .text(SpanAttributes.LAKEHOUSE_ROUTE, intent.what().route());
    }

    /// Work of ours that no row tells of.
    public Span step(EndedSpan step) {
        var span = Span.newBuilder().setTraceId(SpanIds.bytes(step.context().traceId()))
                .setSpanId(SpanIds.bytes(step.context().spanId())).setName(step.name()).setKind(SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(nanos(step.start()))
                .setEndTimeUnixNano(Math.max(nanos(step.start()), nanos(step.end())));
        step.parentSpanId().map(SpanIds::bytes).ifPresent(span::setParentSpanId);
        var attributes = new AttributeList()
                .text(SpanAttributes.LANGFUSE_OBSERVATION_TYPE, step.kind().name().toLowerCase(Locale.ROOT))
                .text(SpanAttributes.LANGFUSE_ENVIRONMENT, environment).text(SpanAttributes.LANGFUSE_RELEASE, release)
                .all(step.attributes());
        step.errorType().ifPresent(error -> fault(span, attributes, error));
        return span.addAllAttributes(attributes.list()).build();
    }

    private static void firstToken(AttributeList attributes, AttemptRow row) {
        row.settlement().firstTokenAt().ifPresent(first -> {
            attributes.text(SpanAttributes.LANGFUSE_OBSERVATION_COMPLETION_START_TIME,
                    TextNode.valueOf(first.toString()).toString());
            row.settlement().sentAt().filter(sent -> row.intent().what().stream()).ifPresent(sent -> attributes
                    .decimal(SpanAttributes.RESPONSE_TIME_TO_FIRST_CHUNK, Duration.between(sent, first).toNanos() / 1e9));
        });
    }

    private static void usage(AttributeList attributes, AttemptRow row) {
        var tokens = row.settlement().tokens();
        attributes.number(SpanAttributes.USAGE_INPUT_TOKENS, tokens.input())
                .number(SpanAttributes.USAGE_OUTPUT_TOKENS, tokens.output())
                .number(SpanAttributes.USAGE_REASONING_OUTPUT_TOKENS, tokens.reasoning())
                .number(SpanAttributes.USAGE_CACHE_READ_INPUT_TOKENS, tokens.cachedInput())
                .number(SpanAttributes.USAGE_CACHE_CREATION_INPUT_TOKENS, tokens.cacheWrite())
                .text(SpanAttributes.LAKEHOUSE_USAGE_SOURCE, tokens.source().wireName())
                .text(SpanAttributes.LANGFUSE_OBSERVATION_USAGE_DETAILS, UsageDetails.of(tokens))
                .text(SpanAttributes.LAKEHOUSE_COST, row.cost().map(Cost::value).map(BigDecimal::toPlainString))
                .text(SpanAttributes.LAKEHOUSE_CURRENCY, row.cost().map(Cost::currency))
                .text(SpanAttributes.LAKEHOUSE_PRICE_ID, row.priceId())
                // Langfuse takes every amount for dollars.
                .text(SpanAttributes.LANGFUSE_OBSERVATION_COST_DETAILS,
                        row.cost().filter(cost -> cost.currency().equals(DOLLARS)).map(cost -> JsonNodeFactory.instance
                                .objectNode().put("total", cost.value()).toString()));
    }

    private static void fault(Span.Builder span, AttributeList attributes, Settlement ended) {
        ended.errorType().map(ErrorType::wireName).ifPresent(error -> fault(span, attributes, error));
    }

    private static void fault(Span.Builder span, AttributeList attributes, String error) {
        span.setStatus(Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR).setMessage(error));
        attributes.text(SpanAttributes.ERROR_TYPE, error).text(SpanAttributes.LANGFUSE_OBSERVATION_LEVEL, "ERROR")
                .text(SpanAttributes.LANGFUSE_OBSERVATION_STATUS_MESSAGE, error);
    }

    private static long nanos(Instant moment) {
        return moment.getEpochSecond() * NANOS + moment.getNano();
    }
}
