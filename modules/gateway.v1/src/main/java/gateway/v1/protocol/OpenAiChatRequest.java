package gateway.v1.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Tool;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a request in the shape of OpenAI's chat completions. What would change the answer and cannot be said to every
/// provider is refused by name.
final class OpenAiChatRequest {

    private static final Set<String> KNOWN = Set.of("provider", "model", "messages", "stream", "stream_options", "temperature",
            "top_p",
            "frequency_penalty", "presence_penalty", "max_tokens", "max_completion_tokens", "stop", "seed", "tools",
            "tool_choice",
            "response_format", "reasoning_effort", "n", "user");
    private static final Set<String> HARMLESS = Set.of("metadata", "store", "service_tier", "safety_identifier",
            "prompt_cache_key");
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high");
    private static final Pattern DATA_URL = Pattern.compile("data:([\\w.+/-]+);base64,(.+)", Pattern.DOTALL);

    private OpenAiChatRequest() {}

    static ModelRequest.Chat read(Body body) {
        body.refuseOthers(KNOWN, HARMLESS);
        if (body.count("n").orElse(1) != 1) {
            throw Fault.unsupported("n", "n above 1 is not supported").asException();
        }
        var messages = body.objects("messages").stream().map(OpenAiChatRequest::message).toList();
        if (messages.isEmpty()) {
            throw Fault.invalid("messages", "messages is missing or empty").asException();
        }
        return new ModelRequest.Chat(body.selection(), messages, options(body), tools(body), body.flag("stream", false));
    }

    /// Whether the caller wants the usage at the end of a stream.
    static boolean wantsUsage(Body body) {
        return body.field("stream_options").map(options -> options.path("include_usage").asBoolean()).orElse(false);
    }

    private static ChatMessage message(Body body) {
        var calls = body.objects("tool_calls").stream().map(OpenAiChatRequest::toolCall).toList();
        return new ChatMessage(role(body.requiredText("role")), parts(body), calls, body.text("tool_call_id"), body.text("name"));
    }

    private static Role role(String name) {
        return switch (name) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default -> throw Fault.invalid("messages", "unknown role '" + name.toLowerCase(Locale.ROOT) + "'").asException();
        };
    }

    private static List<Part> parts(Body body) {
        var content = body.field("content");
        if (content.isEmpty() || content.get().isTextual()) {
            return content.<List<Part>>map(text -> List.of(new Part.Text(text.textValue()))).orElse(List.of());
        }
        return body.objects("content").stream().map(OpenAiChatRequest::part).toList();
    }

    private static Part part(Body body) {
        var type = body.requiredText("type");
        return switch (type) {
            case "text" -> new Part.Text(body.requiredText("text"));
            case "image_url" -> image(body.field("image_url").map(image -> image.path("url").asText()).orElse(""));
            default -> throw Fault.unsupported("messages", "content of type '" + type + "' is not supported").asException();
        };
    }

    private static Part image(String url) {
        var data = DATA_URL.matcher(url);
        if (!data.matches()) {
            throw Fault.unsupported("messages", "image_url must be a data URL with base64: nothing is fetched from elsewhere")
                    .asException();
        }
        return new Part.Image(data.group(1), data.group(2));
    }

    private static ToolCall toolCall(Body body) {
        var function = function(body);
        return new ToolCall(body.text("id").orElse(""), function.requiredText("name"), function.text("arguments").orElse("{}"));
    }

    private static Body function(Body body) {
        return body.field("function").filter(JsonNode::isObject).map(node -> new Body(node.deepCopy()))
                .orElseThrow(() -> Fault.invalid("tools", "a tool without a function").asException());
    }

    private static List<Tool> tools(Body body) {
        var choice = body.field("tool_choice").map(JsonNode::asText).orElse("auto");
        if (choice.equals("none")) {
            return List.of();
        }
        if (!choice.equals("auto")) {
            throw Fault.unsupported("tool_choice", "tool_choice other than auto and none is not supported").asException();
        }
        return body.objects("tools").stream().map(OpenAiChatRequest::function)
                .map(function -> new Tool(function.requiredText("name"), function.text("description"),
                        function.field("parameters")))
                .toList();
    }

    private static ChatOptions options(Body body) {
        var most = body.count("max_completion_tokens");
        return new ChatOptions(body.number("temperature"), body.number("top_p"), body.number("frequency_penalty"),
                body.number("presence_penalty"), most.isPresent() ? most : body.count("max_tokens"), body.whole("seed"),
                body.texts("stop"),
                effort(body), format(body));
    }

    private static Optional<String> effort(Body body) {
        var effort = body.text("reasoning_effort");
        effort.filter(name -> !EFFORTS.contains(name)).ifPresent(name -> {
            throw Fault.invalid("reasoning_effort", "unknown reasoning_effort '" + name + "'").asException();
        });
        return effort.map(name -> name.equals("minimal") ? "low" : name);
    }

    private static Optional<ChatOptions.Format> format(Body body) {
        return body.field("response_format").flatMap(format -> switch (format.path("type").asText()) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(new ChatOptions.Format.AnyJson());
            case "json_schema" -> Optional.of(new ChatOptions.Format.Schema(format.path("json_schema").path("schema")));
            default -> throw Fault.unsupported("response_format", "unknown response_format").asException();
        });
    }
}
