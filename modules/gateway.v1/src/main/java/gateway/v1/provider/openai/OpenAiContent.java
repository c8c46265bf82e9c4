package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ModelEvent;
import gateway.v1.provider.Document;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Reads what a model says and thinks in OpenAI's answers. What it thinks has several names, and some servers write it into the
/// content, which then is a list of parts.
final class OpenAiContent {

    private OpenAiContent() {}

    /// @param message a message, or a piece of one
    static void read(JsonNode message, List<ModelEvent> events) {
        Document.text(message, "reasoning_content").or(() -> Document.text(message, "reasoning")).map(ModelEvent.Reasoning::new)
                .ifPresent(events::add);
        if (message.path("content").isArray()) {
            message.path("content").forEach(part -> part(part, events));
        } else {
            Document.text(message, "content").or(() -> Document.text(message, "refusal")).map(ModelEvent.Text::new)
                    .ifPresent(events::add);
        }
    }

    private static void part(JsonNode part, List<ModelEvent> events) {
        switch (part.path("type").asText()) {
            case "text" -> Document.text(part, "text").map(ModelEvent.Text::new).ifPresent(events::add);
            case "refusal" -> Document.text(part, "refusal").map(ModelEvent.Text::new).ifPresent(events::add);
            case "thinking" -> {
                var thought = thought(part.path("thinking"));
                if (!thought.isEmpty()) {
                    events.add(new ModelEvent.Reasoning(thought));
                }
            }
            default -> {
                // References and the like, of which other protocols have no words.
            }
        }
    }

    /// A text, or parts of text.
    private static String thought(JsonNode thinking) {
        return thinking.isArray()
                ? StreamSupport.stream(thinking.spliterator(), false).map(part -> part.path("text").asText())
                        .collect(Collectors.joining())
                : thinking.asText();
    }
}
