package gateway.v1.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import telemetry.TraceContext;
import usage.store.Intent;

/// A request that the door let in: under which ids it runs and who pays. Found in the request's Helidon context.
///
/// @param callId the call's id, and the answer's `x-request-id`
/// @param acceptedAt when it came
/// @param startNanos the same on the monotonic clock ([System#nanoTime])
/// @param who who makes it and who is charged
/// @param groupId joins it with the other calls of one user request
/// @param span the request's own span
/// @param callerSpanId the caller's span, where its trace is continued
/// @param socket on which it came
public record Admission(UUID callId, Instant acceptedAt, long startNanos, Intent.Who who, String groupId, TraceContext span,
        Optional<String> callerSpanId, Optional<ClientSocket> socket) {

    /// Time since it came.
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
