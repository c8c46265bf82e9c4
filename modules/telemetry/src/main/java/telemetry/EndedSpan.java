package telemetry;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Work of ours that is over, as it is seen in a trace. Calls of models are none of it: their spans are made from the ledger's
/// rows.
///
/// @param context its trace and its own id
/// @param parentSpanId what it is a part of; empty: of nothing
/// @param name what was done, with few different values
/// @param kind what kind of work it was
/// @param start when it began
/// @param end when it was over
/// @param errorType the class of error it ended with; empty where it ended well
/// @param attributes named as in [SpanAttributes]: strings, longs, or lists of strings
public record EndedSpan(TraceContext context, Optional<String> parentSpanId, String name, Kind kind, Instant start, Instant end,
        Optional<String> errorType, Map<String, Object> attributes) {

    /// Kinds of work, as Langfuse tells them apart.
    public enum Kind {
        /// Anything.
        SPAN,
        /// A search for what a model is to be told.
        RETRIEVER
    }

    public EndedSpan {
        attributes = Map.copyOf(attributes);
    }
}
