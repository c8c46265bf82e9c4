package langfuse.export.sending;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import langfuse.export.span.Spans;
import langfuse.export.text.Texts;
import langfuse.export.text.ToldText;
import telemetry.SpanAttributes;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Outbox;

/// Attempts that go into one request.
///
/// @param attempts each with its spans
record Batch(List<Told> attempts) {

    /// Most bytes of spans in a request, before they are packed; one attempt may be more.
    static final int MOST_BYTES = 1 << 20;

    private static final String SELF = "lakehouse";

    /// An attempt as it is told.
    ///
    /// @param key its row
    /// @param spans its generation, and with the last attempt of a call in a page the call's request
    /// @param texts the spans of the attempts whose text is in them
    record Told(AttemptKey key, List<Span> spans, Set<String> texts) {

        Told {
            spans = List.copyOf(spans);
            texts = Set.copyOf(texts);
        }

        int bytes() {
            return spans.stream().mapToInt(Span::getSerializedSize).sum();
        }

        Told withoutText() {
            return new Told(key, spans.stream().map(Spans::withoutText).toList(), Set.of());
        }
    }

    Batch {
        attempts = List.copyOf(attempts);
    }

    /// Cuts a page so that every request is of a bearable size. Each is made when it is asked for: with what was said, all
    /// together might be large.
    static Iterable<Batch> of(Outbox.Page page, Spans spans, Texts texts) {
        return () -> told(page, spans, texts).gather(bearable()).iterator();
    }

    private static Gatherer<Told, ?, Batch> bearable() {
        return Gatherer.ofSequential(ArrayList<Told>::new, (together, told, batches) -> {
            boolean isFull = !together.isEmpty() && together.stream().mapToInt(Told::bytes).sum() + told.bytes() > MOST_BYTES;
            if (isFull) {
                batches.push(new Batch(together));
                together.clear();
            }
            return together.add(told);
        }, (together, batches) -> {
            if (!together.isEmpty()) {
                batches.push(new Batch(together));
            }
        });
    }

    private static Stream<Told> told(Outbox.Page page, Spans spans, Texts texts) {
        var last = new HashMap<UUID, Outbox.Due>();
        page.due().forEach(due -> last.put(due.attempt().intent().key().callId(), due));
        return page.due().stream()
                .map(due -> told(due, last.get(due.attempt().intent().key().callId()) == due, spans, texts));
    }

    private static Told told(Outbox.Due due, boolean isLast, Spans spans, Texts texts) {
        var key = due.attempt().intent().key();
        var text = text(due.attempt(), texts);
        var made = new ArrayList<>(List.of(spans.generation(due.attempt(), text)));
        var said = text.spanId().stream().collect(Collectors.toSet());
        if (isLast) {
            var latest = due.call().reversed().stream()
                    .map(row -> row.intent().key().equals(key) ? text : text(row, texts))
                    .filter(known -> known.spanId().isPresent()).findFirst().orElse(ToldText.NONE);
            spans.request(due.call(), latest).ifPresent(request -> {
                made.add(request);
                latest.spanId().ifPresent(said::add);
            });
        }
        return new Told(key, made, said);
    }

    private static ToldText text(AttemptRow row, Texts texts) {
        return row.intent().identity().spanId().map(texts::told).orElse(ToldText.NONE);
    }

    /// Both halves; there must be two attempts at least.
    List<Batch> halves() {
        int middle = attempts.size() / 2;
        return List.of(new Batch(attempts.subList(0, middle)), new Batch(attempts.subList(middle, attempts.size())));
    }

    /// As it goes over the wire.
    byte[] message() {
        return message(attempts.stream().flatMap(told -> told.spans().stream()).toList());
    }

    /// Spans as they go over the wire.
    static byte[] message(List<Span> spans) {
        var scope = ScopeSpans.newBuilder().setScope(InstrumentationScope.newBuilder().setName(SELF)).addAllSpans(spans);
        var resource = Resource.newBuilder().addAttributes(KeyValue.newBuilder().setKey(SpanAttributes.SERVICE_NAME)
                .setValue(AnyValue.newBuilder().setStringValue(SELF)));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope)).build().toByteArray();
    }
}
