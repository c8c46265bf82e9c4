package telemetry;

/// Where spans go that are told by nobody else. What it is given may be lost with the process.
@FunctionalInterface
public interface SpanLog {

    /// Keeps nothing.
    SpanLog NONE = span -> {};

    /// A span is over. Does not wait and does not fail; safe for many threads.
    void ended(EndedSpan span);

    /// How many were lost since the start, as far as that is known.
    default long dropped() {
        return 0;
    }
}
