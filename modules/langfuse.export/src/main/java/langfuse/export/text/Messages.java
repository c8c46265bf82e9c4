package langfuse.export.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import telemetry.Said.Turn;

/// Turns as Langfuse shows them: messages as OpenAI's protocol has them. What is left out is said in its place.
final class Messages {

    private Messages() {}

    /// A list; empty where nothing was said.
    static Optional<String> of(Excerpt excerpt) {
        var list = JsonNodeFactory.instance.arrayNode();
        if (excerpt.turnsLeft() > 0) {
            list.addObject().put("role", "omitted").put("content", "[… earlier turns left out: " + excerpt.turnsLeft()
                    + ", with " + excerpt.charactersLeft() + " characters]");
        }
        excerpt.pieces().forEach(piece -> add(list, piece.turn(), piece.left()));
        return list.isEmpty() ? Optional.empty() : Optional.of(wellFormed(list.toString()));
    }

    private static void add(ArrayNode list, Turn turn, long left) {
        var message = list.addObject().put("role", turn.role()).put("content",
                left == 0 ? turn.text() : turn.text() + "[… " + left + " characters left out]");
        if (!turn.toolCalls().isEmpty()) {
            var calls = message.putArray("tool_calls");
            turn.toolCalls().forEach(call -> calls.addObject().put("id", call.id()).put("type", "function").putObject("function")
                    .put("name", call.name()).put("arguments", call.arguments()));
        }
    }

    /// A pair of surrogates that was cut apart is no text that could be told.
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
