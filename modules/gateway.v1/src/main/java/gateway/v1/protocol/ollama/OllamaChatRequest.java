package gateway.v1.protocol.ollama;

import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Tool;
import gateway.v1.call.ToolChoice;
import gateway.v1.call.Tools;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a conversation in Ollama's words. For one request.
final class OllamaChatRequest {

    private static final Set<String> KNOWN = Set.of("provider", "model", "messages", "stream", "tools", "format", "options",
            "think");
    private static final Set<String> KNOWN_OF_MESSAGES = Set.of("role", "content", "thinking", "images", "tool_calls",
            "tool_name", "tool_call_id");

    private final Body body;
    private final Doubts doubts;
    private final OllamaToolIds ids = new OllamaToolIds();

    OllamaChatRequest(Body body, Doubts doubts) {
        this.body = body;
        this.doubts = doubts;
    }

    /// The conversation; one without messages only loads the model.
    ModelRequest.Chat read() {
        doubts.others("", body, KNOWN, OllamaOptions.HARMLESS_FIELDS);
        var messages = body.objects("messages").stream().map(this::message).toList();
        var tools = body.objects("tools").stream().map(this::tool).flatMap(Optional::stream).toList();
        return new ModelRequest.Chat(body.selection(), messages, new OllamaOptions(body, doubts).read(),
                new Tools(tools, ToolChoice.AUTO, Optional.empty()), body.flag("stream", true));
    }

    private ChatMessage message(Body message) {
        doubts.others("messages", message, KNOWN_OF_MESSAGES, Set.of());
        var role = role(message.requiredText("role"));
        var calls = message.objects("tool_calls").stream().map(this::toolCall).toList();
        return new ChatMessage(role, parts(message), calls, role == Role.TOOL ? answered(message) : Optional.empty(),
                Optional.empty());
    }

    private Role role(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default -> {
                doubts.add("messages", "a message of role '" + name + "' cannot be said to this model's provider");
                yield Role.USER;
            }
        };
    }

    private List<Part> parts(Body message) {
        var parts = new ArrayList<Part>();
        message.text("thinking").filter(text -> !text.isEmpty()).map(text -> new Part.Reasoning(text, Optional.empty()))
                .ifPresent(parts::add);
        message.text("content").map(Part.Text::new).ifPresent(parts::add);
        parts.addAll(Pictures.read(message.texts("images"), doubts));
        return parts;
    }

    private ToolCall toolCall(Body call) {
        doubts.others("messages", call, Set.of("id", "type", "function"), Set.of("index"));
        var function = call.object("function");
        doubts.others("messages", function, Set.of("name", "arguments"), Set.of("index"));
        var name = function.requiredText("name");
        var arguments = function.field("arguments").map(any -> function.object("arguments").json().toString()).orElse("{}");
        return new ToolCall(ids.called(id(call, "id"), name), name, arguments);
    }

    private Optional<String> answered(Body message) {
        var call = ids.answered(id(message, "tool_call_id"), message.text("tool_name"));
        if (call.isEmpty()) {
            doubts.add("messages", "a tool's answer to no call cannot be said to this model's provider");
        }
        return call;
    }

    private static Optional<String> id(Body node, String field) {
        return node.text(field).filter(id -> !id.isEmpty());
    }

    private Optional<Tool> tool(Body tool) {
        if (!tool.text("type").orElse("function").equals("function")) {
            doubts.add("tools", "a tool that is no function cannot be said to this model's provider");
            return Optional.empty();
        }
        doubts.others("tools", tool, Set.of("type", "function"), Set.of());
        var function = tool.object("function");
        doubts.others("tools", function, Set.of("name", "description", "parameters"), Set.of("strict"));
        return Optional.of(new Tool(function.requiredText("name"), function.text("description"),
                function.field("parameters").map(any -> function.object("parameters").json()), Optional.empty()));
    }
}
