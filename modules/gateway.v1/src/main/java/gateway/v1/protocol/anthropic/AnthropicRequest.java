package gateway.v1.protocol.anthropic;

import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a request in the shape of Anthropic's messages. What is malformed is refused at once; what is well formed and has no
/// words in another protocol becomes a doubt.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
public record AnthropicRequest(Body body, Doubts doubts) {

    private static final Set<String> KNOWN = Set.of("provider", "model", "messages", "max_tokens", "stream", "system", "metadata",
            "stop_sequences", "temperature", "top_p", "top_k", "thinking", "tools", "tool_choice", "output_config",
            "output_format");
    private static final Set<String> HARMLESS = Set.of("cache_control", "service_tier", "diagnostics");

    /// A request for an answer.
    ModelRequest.Chat read() {
        if (body.field("max_tokens").isEmpty()) {
            throw Fault.invalid("max_tokens", "max_tokens is missing").asException();
        }
        return readToCount();
    }

    /// The same where tokens are to be counted, for which it may be left out how many the answer may have.
    public ModelRequest.Chat readToCount() {
        doubts.others("", body, KNOWN, HARMLESS);
        var messages = new ArrayList<ChatMessage>();
        var content = new AnthropicContent(doubts);
        var instructions = content.message(Role.SYSTEM, body, "system").stream().flatMap(said -> said.parts().stream())
                .map(part -> ((Part.Text) part).text()).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
        if (!instructions.isEmpty()) {
            messages.add(ChatMessage.of(Role.SYSTEM, instructions));
        }
        var turns = body.objects("messages");
        if (turns.isEmpty()) {
            throw Fault.invalid("messages", "messages is missing or empty").asException();
        }
        turns.forEach(turn -> {
            doubts.others("messages", turn, Set.of("role", "content"), Set.of());
            if (turn.field("content").isEmpty()) {
                throw Fault.invalid("messages", "messages: content is missing").asException();
            }
            messages.addAll(content.message(role(turn.requiredText("role")), turn, "content"));
        });
        return new ModelRequest.Chat(body.selection(), messages, new AnthropicOptions(body, doubts).read(),
                new AnthropicTools(body, doubts).read(), body.flag("stream", false));
    }

    /// The user that the protocol's own field names.
    Optional<String> endUser() {
        return body.field("metadata").map(any -> body.object("metadata")).flatMap(metadata -> metadata.text("user_id"))
                .filter(user -> !user.isBlank());
    }

    /// Whether the caller wants to see what the model thinks.
    static boolean showsThinking(Body body) {
        return !body.json().at("/thinking/display").asText().equals("omitted");
    }

    private Role role(String name) {
        return switch (name) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> {
                doubts.add(Fault.invalid("messages", "unknown role '" + name + "'"));
                yield Role.USER;
            }
        };
    }
}
