package gateway.v1.protocol;

import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import java.util.Collection;

/// What a model says, thinks and calls, collected for an answer that goes out whole. For one thread.
public final class CollectedAnswer {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ToolCalls tools = new ToolCalls();

    public void see(Frame frame) {
        frame.events().forEach(event -> {
            switch (event) {
                case ModelEvent.Text(var more) -> text.append(more);
                case ModelEvent.Reasoning(var more) -> reasoning.append(more);
                case ModelEvent.ToolBegun begun -> tools.see(begun);
                case ModelEvent.ToolArguments arguments -> tools.see(arguments);
                case ModelEvent.Started _,ModelEvent.Embedded _,ModelEvent.Ranked _,ModelEvent.Alternative _,ModelEvent.Used _,ModelEvent.Finished _ -> {
                    // The row knows it.
                }
            }
        });
    }

    /// All that it says; empty where it says nothing.
    public String text() {
        return text.toString();
    }

    /// All that it thinks; empty where it does not, or does not tell.
    public String reasoning() {
        return reasoning.toString();
    }

    /// What it calls, in order.
    public Collection<ToolCall> tools() {
        return tools.all();
    }
}
