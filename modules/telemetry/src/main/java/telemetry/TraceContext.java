package telemetry;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Where in a distributed trace a piece of work stands: the W3C `traceparent` header as a value.
///
/// Source: W3C Trace Context, level 1, section 3.2.
///
/// @param traceId 32 lower-case hexadecimal digits, not all zero
/// @param spanId 16 lower-case hexadecimal digits, not all zero
/// @param sampled whether the sender recorded its span
public record TraceContext(String traceId, String spanId, boolean sampled) {

    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    private static final Pattern HEADER = Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    public TraceContext {
        if (!TRACE_ID.matcher(traceId).matches()) {
            throw new IllegalArgumentException("trace id is not 32 hexadecimal digits: " + traceId);
        }
        if (!SPAN_ID.matcher(spanId).matches()) {
            throw new IllegalArgumentException("span id is not 16 hexadecimal digits: " + spanId);
        }
    }

    /// Starts a trace of our own.
    public static TraceContext start(RandomGenerator random) {
        return new TraceContext(hex(random, 2), hex(random, 1), true);
    }

    /// Reads a `traceparent` header; empty where it is not a valid one, as the specification asks.
    public static Optional<TraceContext> parse(String header) {
        var match = HEADER.matcher(header.strip());
        if (!match.matches() || match.group(1).equals("ff") || match.group(1).equals("00") && match.group(5) != null) {
            return Optional.empty();
        }
        if (!TRACE_ID.matcher(match.group(2)).matches() || !SPAN_ID.matcher(match.group(3)).matches()) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(match.group(4), 16) & 1) == 1;
        return Optional.of(new TraceContext(match.group(2), match.group(3), sampled));
    }

    /// A span below this one, in the same trace.
    public TraceContext child(RandomGenerator random) {
        return new TraceContext(traceId, hex(random, 1), sampled);
    }

    /// This context as the value of a `traceparent` header.
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static String hex(RandomGenerator random, int words) {
        var digits = new StringBuilder(words * 16);
        for (int word = 0; word < words; word++) {
            long bits = random.nextLong();
            digits.append("%016x".formatted(bits == 0 ? 1 : bits));
        }
        return digits.toString();
    }
}
