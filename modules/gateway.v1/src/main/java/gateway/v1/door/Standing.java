package gateway.v1.door;

import java.util.Optional;
import java.util.random.RandomGenerator;
import telemetry.TraceContext;

/// Where a request stands among traces, and how much of its `traceparent` is believed.
///
/// @param groupId joins it with the other calls of one user request: anybody may say that
/// @param span the request's own span
/// @param callerSpanId the caller's span; empty where the trace is our own
record Standing(String groupId, TraceContext span, Optional<String> callerSpanId) {

    /// How a caller's word is taken.
    enum Trust {
        /// It names the group, and nothing of it comes into our traces.
        NONE,
        /// Its trace is continued, in a span of our own below its one.
        CONTINUED,
        /// It is a component of ours, served within its own span: one tree, whose spans are all told.
        WITHIN
    }

    static Standing of(Optional<TraceContext> sent, Trust trust, RandomGenerator random) {
        var continued = sent.filter(trace -> trust != Trust.NONE);
        var span = continued.map(trace -> trust == Trust.WITHIN ? trace : trace.child(random))
                .orElseGet(() -> TraceContext.start(random));
        return new Standing(sent.map(TraceContext::traceId).orElse(span.traceId()), span, continued.map(TraceContext::spanId));
    }
}
