package vectord.service.http;

import java.time.InstantSource;
import java.util.function.Function;
import telemetry.SpanLog;
import vectord.service.trace.Trail;

/// Makes each request's trail.
///
/// @param log where spans go
/// @param clock the time
record Trails(SpanLog log, InstantSource clock) {

    /// Serves the request that is being served, as a span of that name.
    <T> T request(String name, Function<Trail, T> work) {
        return Trail.request(log, clock, name, Caller.context(), work);
    }
}
