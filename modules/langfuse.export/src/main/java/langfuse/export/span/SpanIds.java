package langfuse.export.span;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import telemetry.TraceContext;
import usage.store.AttemptKey;
import usage.store.Intent;

/// The ids of an attempt's span: those of its row, so that it is the same span however often it is sent.
///
/// @param trace the trace's id, 16 bytes
/// @param span the attempt's own, 8 bytes
/// @param parent that of the request it was made for
/// @param caller the caller's own, which the request stands below where its trace is continued
record SpanIds(ByteString trace, ByteString span, Optional<ByteString> parent, Optional<ByteString> caller) {

    static SpanIds of(Intent intent) {
        var identity = intent.identity();
        var trace = identity.traceId();
        return context(trace, identity.spanId())
                .map(own -> new SpanIds(bytes(own.traceId()), bytes(own.spanId()), span(trace, identity.parentSpanId()),
                        span(trace, identity.callerSpanId())))
                .orElseGet(() -> made(intent.key()));
    }

    /// A row without ids that a span can have gets some that follow from its key.
    private static SpanIds made(AttemptKey key) {
        var id = key.callId();
        long most = id.getMostSignificantBits();
        long least = id.getLeastSignificantBits();
        return new SpanIds(ByteString.copyFrom(ByteBuffer.allocate(16).putLong(most).putLong(least).flip()),
                ByteString.copyFrom(ByteBuffer.allocate(8).putLong(least ^ Long.rotateLeft(most, 32) ^ key.attempt()).flip()),
                Optional.empty(), Optional.empty());
    }

    private static Optional<ByteString> span(Optional<String> trace, Optional<String> span) {
        return context(trace, span).map(TraceContext::spanId).map(SpanIds::bytes);
    }

    private static Optional<TraceContext> context(Optional<String> trace, Optional<String> span) {
        return trace.flatMap(traceId -> span.flatMap(spanId -> TraceContext.parse("00-" + traceId + "-" + spanId + "-01")));
    }

    static ByteString bytes(String hexadecimal) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hexadecimal));
    }
}
