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
import java.util.UUID;
import langfuse.export.span.Spans;
import telemetry.SpanAttributes;
import usage.store.AttemptKey;
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
    record Told(AttemptKey key, List<Span> spans) {

        Told {
            spans = List.copyOf(spans);
        }

        int bytes() {
            return spans.stream().mapToInt(Span::getSerializedSize).sum();
        }
    }

    Batch {
        attempts = List.copyOf(attempts);
    }

    /// Cuts a page so that every request is of a bearable size.
    static List<Batch> of(Outbox.Page page, Spans spans) {
        var batches = new ArrayList<Batch>();
        var together = new ArrayList<Told>();
        int bytes = 0;
        for (var told : told(page, spans)) {
            if (!together.isEmpty() && bytes + told.bytes() > MOST_BYTES) {
                batches.add(new Batch(together));
                together.clear();
                bytes = 0;
            }
            together.add(told);
            bytes += told.bytes();
        }
        if (!together.isEmpty()) {
            batches.add(new Batch(together));
        }
        return batches;
    }

    private static List<Told> told(Outbox.Page page, Spans spans) {
        var last = new HashMap<UUID, Outbox.Due>();
        page.due().forEach(due -> last.put(due.attempt().intent().key().callId(), due));
        return page.due().stream().map(due -> {
            var key = due.attempt().intent().key();
            var made = new ArrayList<>(List.of(spans.generation(due.attempt())));
            if (last.get(key.callId()) == due) {
                spans.request(due.call()).ifPresent(made::add);
            }
            return new Told(key, made);
        }).toList();
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
