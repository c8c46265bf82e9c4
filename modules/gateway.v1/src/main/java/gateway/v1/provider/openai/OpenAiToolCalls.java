package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ModelEvent;
import gateway.v1.provider.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The tool calls of one answer, told apart. By OpenAI's own servers each has a number, and an id and a name in its first piece;
/// others leave out the number or the id, repeat id and name in every piece, or give all calls the same number. Here each gets
/// the number after the last. For one thread.
final class OpenAiToolCalls {

    private record Begun(Optional<String> id, String name) {}

    private final List<Begun> calls = new ArrayList<>();
    /// The latest call under each of the server's numbers.
    private final Map<Long, Integer> latest = new HashMap<>();

    /// One more piece of a call.
    void see(JsonNode piece, List<ModelEvent> events) {
        var function = piece.path("function");
        var name = Document.text(function, "name");
        var number = Document.count(piece.path("index"));
        var index = current(number).filter(open -> name.isEmpty() || repeats(open, piece, name.get(), number))
                .or(() -> name.map(tool -> begin(piece, tool, number, events)));
        index.ifPresent(call -> arguments(function.path("arguments"))
                .ifPresent(json -> events.add(new ModelEvent.ToolArguments(call, json))));
    }

    private Optional<Integer> current(OptionalLong number) {
        return number.isPresent()
                ? Optional.ofNullable(latest.get(number.getAsLong()))
                : calls.isEmpty() ? Optional.empty() : Optional.of(calls.size() - 1);
    }

    /// Whether a piece that has a name is more of a call that has begun.
    private boolean repeats(int open, JsonNode piece, String name, OptionalLong number) {
        var begun = calls.get(open);
        var id = Document.text(piece, "id");
        return id.isPresent() ? id.equals(begun.id()) : number.isPresent() && name.equals(begun.name());
    }

    private int begin(JsonNode piece, String name, OptionalLong number, List<ModelEvent> events) {
        int index = calls.size();
        calls.add(new Begun(Document.text(piece, "id"), name));
        number.ifPresent(given -> latest.put(given, index));
        events.add(new ModelEvent.ToolBegun(index, Document.callId(piece), name));
        return index;
    }

    /// Text that is JSON; some servers write the JSON itself.
    private static Optional<String> arguments(JsonNode arguments) {
        return arguments.isObject()
                ? Optional.of(arguments.toString())
                : Optional.ofNullable(arguments.textValue()).filter(text -> !text.isEmpty());
    }
}
