package gateway.v1.protocol;

import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.ModelEvent;
import java.util.Collection;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Puts an answer's tool calls together from their pieces. For one thread.
public final class ToolCalls {

    private record Begun(String id, String name, StringBuilder arguments) {}

    private final TreeMap<Integer, Begun> calls = new TreeMap<>();

    public void see(ModelEvent.ToolBegun event) {
        calls.put(event.index(), new Begun(event.id(), event.name(), new StringBuilder()));
    }

    public void see(ModelEvent.ToolArguments event) {
        var call = calls.get(event.index());
        if (call != null) {
            call.arguments().append(event.json());
        }
    }

    public boolean isEmpty() {
        return calls.isEmpty();
    }

    /// The calls in order; one without arguments has an empty object.
    public Collection<ToolCall> all() {
        return calls.values().stream().map(call -> new ToolCall(call.id(), call.name(), call.arguments().toString()))
                .collect(Collectors.toList());
    }
}
