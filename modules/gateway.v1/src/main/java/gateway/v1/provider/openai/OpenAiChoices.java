package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ModelEvent;
import gateway.v1.provider.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The choices of one answer of OpenAI's, told apart: several may be asked for, and come by turns. For one thread.
final class OpenAiChoices {

    private static final class Choice {
        final OpenAiToolCalls toolCalls = new OpenAiToolCalls();
        boolean finished;
    }

    private final Map<Integer, Choice> choices = new HashMap<>();

    /// Whether all that have begun are over.
    boolean finished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(choice -> choice.finished);
    }

    /// A choice, or a piece of one.
    void see(JsonNode piece, List<ModelEvent> events) {
        int index = Math.max(0, piece.path("index").asInt());
        var said = new ArrayList<ModelEvent>();
        read(piece, choices.computeIfAbsent(index, any -> new Choice()), said);
        said.forEach(event -> events.add(index == 0 ? event : new ModelEvent.Alternative(index, event)));
    }

    private static void read(JsonNode piece, Choice choice, List<ModelEvent> events) {
        var message = piece.has("delta") ? piece.path("delta") : piece.path("message");
        OpenAiContent.read(message, events);
        Document.text(piece, "text").map(ModelEvent.Text::new).ifPresent(events::add);
        message.path("tool_calls").forEach(call -> choice.toolCalls.see(call, events));
        Document.text(piece, "finish_reason").ifPresent(reason -> {
            choice.finished = true;
            events.add(new ModelEvent.Finished(Optional.of(reason)));
        });
    }
}
