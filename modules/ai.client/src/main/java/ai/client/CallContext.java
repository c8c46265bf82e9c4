package ai.client;

import java.util.List;
import java.util.Optional;

/// In whose name, on whose behalf and within what a call is made.
///
/// The gateway's door registers the context of each request it lets in with Helidon's request context
/// (`io.helidon.common.context.Contexts`), so that a service behind it can pass it on.
///
/// @param caller the component that makes the call, such as `vectord.service.rag`
/// @param originator on whose behalf
/// @param sessionId the conversation it belongs to
/// @param tags free labels
/// @param traceparent W3C trace context it stands in; all calls of one trace share a `group_id`
public record CallContext(String caller, Originator originator, Optional<String> sessionId, List<String> tags,
        Optional<String> traceparent) {

    public CallContext {
        tags = List.copyOf(tags);
    }

    /// A caller that acts for nobody but itself.
    public static CallContext of(String caller) {
        return new CallContext(caller, Originator.NONE, Optional.empty(), List.of(), Optional.empty());
    }

    /// The same under another component's name.
    public CallContext as(String component) {
        return new CallContext(component, originator, sessionId, tags, traceparent);
    }

    /// The same within another span.
    ///
    /// @param span its `traceparent`
    public CallContext under(String span) {
        return new CallContext(caller, originator, sessionId, tags, Optional.of(span));
    }
}
