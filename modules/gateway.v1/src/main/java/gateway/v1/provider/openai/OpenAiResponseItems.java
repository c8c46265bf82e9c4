package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ModelEvent;
import gateway.v1.provider.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the items of one response: what the model says, thinks and calls. For one thread.
final class OpenAiResponseItems {

    private static final class Calling {
        final int index;
        boolean said;

        Calling(int index) {
            this.index = index;
        }
    }

    /// The calls by their place among the items.
    private final Map<Integer, Calling> calls = new HashMap<>();

    /// An item of a whole answer.
    void whole(int place, JsonNode item, List<ModelEvent> events) {
        switch (item.path("type").asText()) {
            case "function_call" -> {
                begun(place, item, events);
                arguments(calls.get(place), item, "arguments", events);
            }
            case "reasoning" -> (item.path("content").isEmpty() ? item.path("summary") : item.path("content"))
                    .forEach(part -> Document.text(part, "text").map(ModelEvent.Reasoning::new).ifPresent(events::add));
            default -> item.path("content").forEach(part -> Document.text(part, "text").or(() -> Document.text(part, "refusal"))
                    .map(ModelEvent.Text::new).ifPresent(events::add));
        }
    }

    /// An event of a stream that begins an item.
    void added(JsonNode event, List<ModelEvent> events) {
        if (event.at("/item/type").asText().equals("function_call")) {
            begun(event.path("output_index").asInt(), event.path("item"), events);
        }
    }

    /// An event that has more of a call's arguments.
    void more(JsonNode event, List<ModelEvent> events) {
        arguments(current(event, events), event, "delta", events);
    }

    /// An event that has all of a call's arguments: some servers tell no pieces before.
    void done(JsonNode event, List<ModelEvent> events) {
        var call = current(event, events);
        if (!call.said) {
            arguments(call, event, "arguments", events);
        }
    }

    private void begun(int place, JsonNode item, List<ModelEvent> events) {
        int index = calls.size();
        if (calls.putIfAbsent(place, new Calling(index)) == null) {
            events.add(new ModelEvent.ToolBegun(index, item.path("call_id").asText(), item.path("name").asText()));
        }
    }

    /// The call that an event is about, though it was not told that it begins.
    private Calling current(JsonNode event, List<ModelEvent> events) {
        int place = event.path("output_index").asInt();
        begun(place, event, events);
        return calls.get(place);
    }

    private static void arguments(Calling call, JsonNode node, String field, List<ModelEvent> events) {
        Document.text(node, field).ifPresent(json -> {
            call.said = true;
            events.add(new ModelEvent.ToolArguments(call.index, json));
        });
    }
}
