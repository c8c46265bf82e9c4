package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Makes a response's items of what a model says. What is said and thought ends where something else begins; calls are open
/// to the end, since their arguments may come by turns. For one thread.
final class OpenAiResponseOutput {

    /// Where the steps are told.
    @FunctionalInterface
    interface Events {

        /// For an answer that goes out whole.
        Events UNTOLD = (type, event) -> {
            // Nobody is to know.
        };

        /// One step.
        ///
        /// @param type what happens
        /// @param event to what; without its type and number
        void tell(String type, ObjectNode event);
    }

    private final OpenAiResponseDocument document;
    private final Events events;
    private final ArrayNode items = Json.MAPPER.createArrayNode();
    private final Map<Integer, OpenAiResponseItem> calls = new LinkedHashMap<>();
    private Optional<OpenAiResponseItem> open = Optional.empty();

    OpenAiResponseOutput(OpenAiResponseDocument document, Events events) {
        this.document = document;
        this.events = events;
    }

    void see(ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var text) -> current(OpenAiResponseForm.MESSAGE).more(text);
            case ModelEvent.Reasoning(var text) -> current(
                    document.wantsSummary() ? OpenAiResponseForm.SUMMARY : OpenAiResponseForm.THOUGHT).more(text);
            case ModelEvent.ToolBegun(int index, var id, var name) -> call(index, id, name);
            case ModelEvent.ToolArguments(int index, var json) -> Optional.ofNullable(calls.get(index))
                    .ifPresent(call -> call.more(json));
            case ModelEvent.Started _,ModelEvent.Embedded _,ModelEvent.Ranked _,ModelEvent.Alternative _,ModelEvent.Used _,ModelEvent.Finished _ -> {
                // The row knows it.
            }
        }
    }

    /// Ends what is open.
    ///
    /// @param complete whether all is said
    /// @return all items
    ArrayNode end(boolean complete) {
        var status = complete ? "completed" : "incomplete";
        close(status);
        calls.values().forEach(call -> items.set(call.place(), call.end(status)));
        return items;
    }

    private OpenAiResponseItem current(OpenAiResponseForm form) {
        if (open.isEmpty() || open.get().form() != form) {
            close("completed");
            open = Optional.of(new OpenAiResponseItem(form, document.id(), items.size(), Optional.empty(), events));
            items.addNull();
        }
        return open.get();
    }

    private void call(int index, String id, String name) {
        close("completed");
        int place = items.size();
        var called = new OpenAiResponseItem.Called(id.isEmpty() ? "call_" + document.id() + place : id, name);
        calls.put(index, new OpenAiResponseItem(OpenAiResponseForm.CALL, document.id(), place, Optional.of(called), events));
        items.addNull();
    }

    private void close(String status) {
        open.ifPresent(item -> items.set(item.place(), item.end(status)));
        open = Optional.empty();
    }
}
