package gateway.v1.provider.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import java.util.List;

/// Says a conversation in Anthropic's words. Messages in a row that are of one role there are one message: a tool's result is
/// said by the user, and the results of one turn's calls must come together.
final class AnthropicTurns {

    private AnthropicTurns() {}

    static ArrayNode of(List<ChatMessage> messages) {
        var list = Json.MAPPER.createArrayNode();
        messages.forEach(message -> {
            var content = Json.MAPPER.createArrayNode();
            if (message.role() == Role.TOOL) {
                result(content.addObject(), message);
            } else {
                content(content, message);
                message.toolCalls().forEach(call -> content.addObject().put("type", "tool_use").put("id", call.id())
                        .put("name", call.name()).set("input", input(call)));
            }
            append(list, role(message.role()), content);
        });
        return list;
    }

    /// The parts of a message as blocks. A text of no length is no block, and reasoning that its provider did not sign is none
    /// that it would take back.
    static void content(ArrayNode content, ChatMessage message) {
        if (message.role() != Role.TOOL && message.name().isPresent()) {
            throw Fault.unsupported("messages", "Anthropic's protocol has no names of speakers").asException();
        }
        message.parts().forEach(part -> {
            switch (part) {
                case Part.Text(var text) -> {
                    if (!text.isEmpty()) {
                        content.addObject().put("type", "text").put("text", text);
                    }
                }
                case Part.Image(var mediaType, var base64) -> image(content, message).put("type", "base64")
                        .put("media_type", mediaType).put("data", base64);
                case Part.ImageUrl(var url) -> image(content, message).put("type", "url").put("url", url);
                case Part.Reasoning(var text, var signature) -> signature.ifPresent(
                        signed -> content.addObject().put("type", "thinking").put("thinking", text).put("signature", signed));
            }
        });
    }

    private static ObjectNode image(ArrayNode content, ChatMessage message) {
        if (message.role() == Role.SYSTEM || message.role() == Role.ASSISTANT) {
            throw Fault.unsupported("messages", "Anthropic's protocol has images only in what the user and tools say")
                    .asException();
        }
        return content.addObject().put("type", "image").putObject("source");
    }

    private static void result(ObjectNode node, ChatMessage message) {
        node.put("type", "tool_result").put("tool_use_id", message.toolCallId().filter(id -> !id.isEmpty()).orElseThrow(
                () -> Fault.invalid("messages", "a tool's answer does not say which call it answers").asException()));
        var content = Json.MAPPER.createArrayNode();
        content(content, message);
        if (!content.isEmpty()) {
            node.set("content", content);
        }
    }

    private static void append(ArrayNode list, String role, ArrayNode content) {
        if (content.isEmpty()) {
            return;
        }
        var last = list.path(list.size() - 1);
        if (last.path("role").asText().equals(role)) {
            ((ArrayNode) last.path("content")).addAll(content);
        } else {
            list.addObject().put("role", role).set("content", content);
        }
    }

    /// Instructions in the middle of a conversation keep their place; a model that takes none there says so.
    private static String role(Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER, TOOL -> "user";
            case ASSISTANT -> "assistant";
        };
    }

    private static JsonNode input(ToolCall call) {
        try {
            var input = Json.MAPPER.readTree(call.arguments());
            if (input.isObject()) {
                return input;
            }
        } catch (JsonProcessingException e) {
            // Told below.
        }
        throw Fault.invalid("messages", "arguments of tool call '" + call.name() + "' are not a JSON object").asException();
    }
}
