package gateway.v1.provider.openai;

import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A conversation as OpenAI's protocol takes it: what a tool answers is text there. Its images are shown by the user, behind the
/// results of all calls of the turn, which must follow each other.
final class OpenAiTurns {

    private static final Part.Text SHOWN_BELOW = new Part.Text("[image: see the user's next message]");

    private OpenAiTurns() {}

    static List<ChatMessage> of(List<ChatMessage> messages) {
        var turns = new ArrayList<ChatMessage>();
        var shown = new ArrayList<Part>();
        messages.forEach(message -> {
            if (message.role() == Role.TOOL) {
                turns.add(message.parts().stream().anyMatch(OpenAiTurns::isImage) ? result(message, shown) : message);
            } else {
                show(turns, shown);
                turns.add(message);
            }
        });
        show(turns, shown);
        return turns;
    }

    static boolean isImage(Part part) {
        return part instanceof Part.Image || part instanceof Part.ImageUrl;
    }

    /// The result without its images.
    private static ChatMessage result(ChatMessage message, List<Part> shown) {
        shown.add(new Part.Text("[image of tool call " + message.toolCallId().orElse("") + "]"));
        message.parts().stream().filter(OpenAiTurns::isImage).forEach(shown::add);
        return new ChatMessage(Role.TOOL, message.parts().stream().map(part -> isImage(part) ? SHOWN_BELOW : part).toList(),
                message.toolCalls(), message.toolCallId(), message.name());
    }

    private static void show(List<ChatMessage> turns, List<Part> shown) {
        if (!shown.isEmpty()) {
            turns.add(new ChatMessage(Role.USER, shown, List.of(), Optional.empty(), Optional.empty()));
            shown.clear();
        }
    }
}
