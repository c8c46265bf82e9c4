package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An attempt as it is known before its first byte leaves: all that a row says of identity, who and what.
///
/// @param key the row's identity
/// @param identity how it joins with requests and traces
/// @param who who is charged
/// @param what what was asked of whom
/// @param acceptedAt when the gateway took the call on, the same for all attempts of a call; prices are those of this moment
public record Intent(AttemptKey key, Identity identity, Who who, What what, Instant acceptedAt) {

    /// How an attempt joins with requests and traces.
    ///
    /// @param requestId the id that the answer carried as `x-request-id`
    /// @param groupId joins all calls of one user request: the caller's trace id, or our own
    /// @param traceId trace under which the attempt is exported
    /// @param spanId the attempt's own span
    /// @param parentSpanId the span it stands below
    /// @param callerSpanId the caller's own span, where the trace is the caller's; empty where it is our own
    public record Identity(String requestId, String groupId, Optional<String> traceId, Optional<String> spanId,
            Optional<String> parentSpanId, Optional<String> callerSpanId) {}

    /// Who made a call and who is charged for it.
    ///
    /// @param caller the component that made it
    /// @param apiKeyId name of the originator's key
    /// @param endUser the originator's user
    /// @param sessionId the conversation it belongs to
    /// @param tags free labels, at most 16
    public record Who(String caller, Optional<String> apiKeyId, Optional<String> endUser, Optional<String> sessionId,
            List<String> tags) {

        public Who {
            tags = List.copyOf(tags);
            if (tags.size() > 16) {
                throw new IllegalArgumentException("more than 16 tags: " + tags.size());
            }
        }
    }

    /// What was asked of whom.
    ///
    /// @param endpoint path of ours that took the call
    /// @param operation what is asked of the model
    /// @param route alias that was used
    /// @param provider provider the attempt goes to; empty only on refused rows
    /// @param requestedModel the model as the caller named it
    /// @param targetModel the model as the provider was asked for it; empty only on refused rows
    /// @param stream whether the caller asked for a stream
    public record What(String endpoint, Operation operation, Optional<String> route, Optional<String> provider,
            Optional<String> requestedModel, Optional<String> targetModel, boolean stream) {}
}
