package gateway.v1.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads what is said in Anthropic's messages. A message there may hold what are several elsewhere: each result of a tool is a
/// message of its own.
///
/// @param doubts where what cannot be translated is noted
record AnthropicContent(Doubts doubts) {

    private static final Set<String> HARMLESS = Set.of("cache_control");

    /// The messages that one is elsewhere.
    ///
    /// @param field where it is said: a string, or a list of blocks
    List<ChatMessage> message(Role role, Body said, String field) {
        var messages = new ArrayList<ChatMessage>();
        var parts = new ArrayList<Part>();
        var calls = new ArrayList<ToolCall>();
        for (var block : blocks(said, field)) {
            var type = block.requiredText("type");
            switch (type) {
                case "tool_use" -> {
                    check(type, role, Role.ASSISTANT);
                    calls.add(call(block));
                }
                case "tool_result" -> {
                    check(type, role, Role.USER);
                    speak(messages, role, parts, calls);
                    messages.add(result(block));
                }
                default -> part(role, type, block).ifPresent(parts::add);
            }
        }
        speak(messages, role, parts, calls);
        return messages;
    }

    /// What was said so far becomes a message, if anything was.
    private static void speak(List<ChatMessage> messages, Role role, List<Part> parts, List<ToolCall> calls) {
        if (!parts.isEmpty() || !calls.isEmpty()) {
            messages.add(new ChatMessage(role, parts, calls, Optional.empty(), Optional.empty()));
            parts.clear();
            calls.clear();
        }
    }

    /// A string is short for one block of text.
    private static List<Body> blocks(Body said, String field) {
        return said.field(field).filter(JsonNode::isTextual).map(text -> {
            var block = Json.object().put("type", "text").put("text", text.textValue());
            return List.of(new Body(block));
        }).orElseGet(() -> said.objects(field));
    }

    private Optional<Part> part(Role role, String type, Body block) {
        if (role == Role.SYSTEM && !type.equals("text")) {
            throw Fault.invalid("system", "system: instructions are text, not '" + type + "'").asException();
        }
        return switch (type) {
            case "text" -> {
                doubts.others("messages", block, Set.of("type", "text"), HARMLESS);
                yield Optional.of(new Part.Text(block.requiredText("text")));
            }
            case "image" -> {
                doubts.others("messages", block, Set.of("type", "source"), HARMLESS);
                yield image(block.object("source"));
            }
            case "thinking" -> {
                check(type, role, Role.ASSISTANT);
                doubts.others("messages", block, Set.of("type", "thinking", "signature"), HARMLESS);
                yield Optional.of(new Part.Reasoning(block.requiredText("thinking"),
                        block.text("signature").filter(signature -> !signature.isEmpty())));
            }
            default -> {
                doubts.add("messages", "content of type '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<Part> image(Body source) {
        var type = source.requiredText("type");
        doubts.others("messages", source, Set.of("type", "media_type", "data", "url", "file_id"), Set.of());
        return switch (type) {
            case "base64" -> Optional.of(new Part.Image(source.requiredText("media_type"), source.requiredText("data")));
            case "url" -> Optional.of(new Part.ImageUrl(source.requiredText("url")));
            default -> {
                doubts.add("messages", "an image of type '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private ToolCall call(Body block) {
        var caller = block.field("caller").map(who -> who.path("type").asText("direct")).orElse("direct");
        if (!caller.equals("direct")) {
            doubts.add("messages", "a tool that was called by '" + caller + "' cannot be said to this model's provider");
        }
        doubts.others("messages", block, Set.of("type", "id", "name", "input", "caller"), HARMLESS);
        return new ToolCall(block.requiredText("id"), block.requiredText("name"), block.object("input").json().toString());
    }

    /// That a tool failed is said elsewhere by what it answers; where it answers nothing, that it failed.
    private ChatMessage result(Body block) {
        doubts.others("messages", block, Set.of("type", "tool_use_id", "content", "is_error"), HARMLESS);
        var parts = new ArrayList<Part>();
        blocks(block, "content").forEach(part -> part(Role.TOOL, part.requiredText("type"), part).ifPresent(parts::add));
        if (block.flag("is_error", false) && parts.isEmpty()) {
            parts.add(new Part.Text("error"));
        }
        return new ChatMessage(Role.TOOL, parts, List.of(), Optional.of(block.requiredText("tool_use_id")), Optional.empty());
    }

    private static void check(String type, Role role, Role needed) {
        if (role != needed) {
            throw Fault.invalid("messages",
                    "messages: '" + type + "' is for the " + needed.name().toLowerCase(Locale.ROOT) + " to say").asException();
        }
    }
}
