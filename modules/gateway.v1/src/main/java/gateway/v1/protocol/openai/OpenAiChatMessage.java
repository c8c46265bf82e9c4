package gateway.v1.protocol.openai;

import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Fault;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a message of OpenAI's chat completions.
///
/// @param doubts where what cannot be translated is noted
record OpenAiChatMessage(Doubts doubts) {

    private static final Set<String> KNOWN = Set.of("role", "content", "name", "tool_calls", "tool_call_id",
            "reasoning_content", "refusal");
    private static final Set<String> KNOWN_OF_PARTS = Set.of("type", "text", "refusal", "image_url");

    ChatMessage read(Body message) {
        doubts.others("messages", message, KNOWN, Set.of());
        var parts = new ArrayList<Part>();
        message.text("reasoning_content").map(text -> new Part.Reasoning(text, Optional.empty())).ifPresent(parts::add);
        parts.addAll(parts(message));
        message.text("refusal").map(Part.Text::new).ifPresent(parts::add);
        var calls = message.objects("tool_calls").stream().map(this::toolCall).toList();
        return new ChatMessage(role(message.requiredText("role")), parts, calls, message.text("tool_call_id"),
                message.text("name"));
    }

    private Role role(String name) {
        return switch (name) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            case "function" -> {
                doubts.add("messages", "a message of role 'function' cannot be said to this model's provider");
                yield Role.TOOL;
            }
            default -> {
                doubts.add(Fault.invalid("messages", "unknown role '" + name + "'"));
                yield Role.USER;
            }
        };
    }

    private List<Part> parts(Body message) {
        var content = message.field("content");
        if (content.isEmpty() || content.get().isTextual()) {
            return content.<List<Part>>map(text -> List.of(new Part.Text(text.textValue()))).orElse(List.of());
        }
        return message.objects("content").stream().map(this::part).flatMap(Optional::stream).toList();
    }

    private Optional<Part> part(Body part) {
        var type = part.requiredText("type");
        doubts.others("messages", part, KNOWN_OF_PARTS, Set.of());
        return switch (type) {
            case "text" -> Optional.of(new Part.Text(part.requiredText("text")));
            case "refusal" -> Optional.of(new Part.Text(part.requiredText("refusal")));
            case "image_url" -> Optional.of(shown(part.object("image_url")));
            default -> {
                doubts.add("messages", "content of type '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Part shown(Body image) {
        doubts.others("messages", image, Set.of("url", "detail"), Set.of());
        OpenAiImages.detail("messages", image, doubts);
        return OpenAiImages.of(image.requiredText("url"));
    }

    private ToolCall toolCall(Body call) {
        if (!call.text("type").orElse("function").equals("function")) {
            doubts.add("messages", "a tool call that is no function cannot be said to this model's provider");
            return new ToolCall(call.text("id").orElse(""), "", "{}");
        }
        // Clients that put a call together from a stream may leave its number in it.
        doubts.others("messages", call, Set.of("id", "type", "function"), Set.of("index"));
        var function = call.object("function");
        doubts.others("messages", function, Set.of("name", "arguments"), Set.of());
        return new ToolCall(call.text("id").orElse(""), function.requiredText("name"), function.text("arguments").orElse("{}"));
    }
}
