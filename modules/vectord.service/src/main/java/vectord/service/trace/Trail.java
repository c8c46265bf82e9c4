package vectord.service.trace;

import ai.client.CallContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import telemetry.EndedSpan;
import telemetry.EndedSpan.Kind;
import telemetry.SpanAttributes;
import telemetry.SpanLog;
import telemetry.TraceContext;
import telemetry.TraceNames;
import vectord.service.VectorsException;

/// A span under way, and the calls and steps below it. For one thread, once.
public final class Trail {

    private static final String TRACE_NAME = TraceNames.of("vectord.service");

    private final SpanLog log;
    private final InstantSource clock;
    private final CallContext context;
    private final TraceContext span;
    private final Optional<String> parentSpanId;
    private final Map<String, Object> attributes = new HashMap<>();

    private Trail(SpanLog log, InstantSource clock, CallContext context, TraceContext span, Optional<String> parentSpanId) {
        this.log = log;
        this.clock = clock;
        this.context = context.under(span.header());
        this.span = span;
        this.parentSpanId = parentSpanId;
        attributes.put(SpanAttributes.LANGFUSE_TRACE_NAME, TRACE_NAME);
        attributes.put(SpanAttributes.LAKEHOUSE_CALLER, context.caller());
        context.originator().apiKeyId().ifPresent(key -> attributes.put(SpanAttributes.LAKEHOUSE_API_KEY_ID, key));
        context.originator().endUser().ifPresent(user -> attributes.put(SpanAttributes.LANGFUSE_USER_ID, user));
        context.sessionId().ifPresent(session -> attributes.put(SpanAttributes.LANGFUSE_SESSION_ID, session));
        if (!context.tags().isEmpty()) {
            attributes.put(SpanAttributes.LANGFUSE_TRACE_TAGS, context.tags());
        }
    }

    /// Serves a request as one span, of the id that the door gave it; without one, a trace begins here.
    ///
    /// @param context whose request it is
    public static <T> T request(SpanLog log, InstantSource clock, String name, CallContext context, Function<Trail, T> work) {
        var span = context.traceparent().flatMap(TraceContext::parse)
                .orElseGet(() -> TraceContext.start(ThreadLocalRandom.current()));
        return new Trail(log, clock, context, span, Optional.empty()).record(name, Kind.SPAN, work);
    }

    /// Does a part of the work as a span of its own.
    public <T> T step(String name, Kind kind, Function<Trail, T> work) {
        return new Trail(log, clock, context, span.child(ThreadLocalRandom.current()), Optional.of(span.spanId())).record(name,
                kind,
                work);
    }

    /// Whose calls stand below this span.
    public CallContext context() {
        return context;
    }

    /// Says something of this span.
    ///
    /// @param name as in [SpanAttributes]
    public Trail with(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    private <T> T record(String name, Kind kind, Function<Trail, T> work) {
        var start = clock.instant();
        try {
            var result = work.apply(this);
            end(name, kind, start, Optional.empty());
            return result;
        } catch (VectorsException e) {
            end(name, kind, start, Optional.of(e.code().name().toLowerCase(Locale.ROOT)));
            throw e;
        } catch (RuntimeException | Error e) {
            end(name, kind, start, Optional.of(e.getClass().getName()));
            throw e;
        }
    }

    private void end(String name, Kind kind, Instant start, Optional<String> errorType) {
        log.ended(new EndedSpan(span, parentSpanId, name, kind, start, clock.instant(), errorType, attributes));
    }
}
