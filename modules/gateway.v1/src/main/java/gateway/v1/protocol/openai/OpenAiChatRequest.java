package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatOptions.Reasoning;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a request in the shape of OpenAI's chat completions. What is malformed is refused at once; what is well formed and
/// has no words in another protocol becomes a doubt.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record OpenAiChatRequest(Body body, Doubts doubts) {

    private static final Set<String> KNOWN = Set.of("provider", "model", "messages", "stream", "stream_options", "temperature",
            "top_p", "frequency_penalty", "presence_penalty", "max_tokens", "max_completion_tokens", "stop", "seed", "tools",
            "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort", "n", "user");
    /// What changes no answer.
    static final Set<String> HARMLESS = Set.of("metadata", "store", "service_tier", "safety_identifier",
            "prompt_cache_key", "prompt_cache_retention");
    private static final Set<String> KNOWN_OF_MESSAGES = Set.of("role", "content", "name", "tool_calls", "tool_call_id",
            "reasoning_content", "refusal");
    private static final Set<String> KNOWN_OF_PARTS = Set.of("type", "text", "refusal", "image_url");
    private static final Pattern DATA_URL = Pattern.compile("data:([\\w.+/-]+);base64,(.+)", Pattern.DOTALL);

    ModelRequest.Chat read() {
        doubts.others("", body, KNOWN, HARMLESS);
        wantsUsage(body);
        streamOptions(body, doubts);
        if (body.count("n").orElse(1) != 1) {
            doubts.add("n", "n above 1 cannot be said to this model's provider");
        }
        var messages = body.objects("messages").stream().map(this::message).toList();
        if (messages.isEmpty()) {
            throw Fault.invalid("messages", "messages is missing or empty").asException();
        }
        return new ModelRequest.Chat(body.selection(), messages, options(), tools(), body.flag("stream", false));
    }

    /// Whether the caller wants the usage at the end of a stream.
    static boolean wantsUsage(Body body) {
        return body.field("stream_options").map(any -> body.object("stream_options").flag("include_usage", false)).orElse(false);
    }

    /// Noise that hides how long pieces are is no part of an answer.
    static void streamOptions(Body body, Doubts doubts) {
        body.field("stream_options").ifPresent(any -> doubts.others("stream_options", body.object("stream_options"),
                Set.of("include_usage"), Set.of("include_obfuscation")));
    }

    private ChatMessage message(Body message) {
        doubts.others("messages", message, KNOWN_OF_MESSAGES, Set.of());
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
            default -> throw Fault.invalid("messages", "unknown role '" + name.toLowerCase(Locale.ROOT) + "'").asException();
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
        detail("messages", image, doubts);
        return image(image.requiredText("url"));
    }

    /// How closely an image is looked at.
    ///
    /// @param where what the image belongs to
    static void detail(String where, Body image, Doubts doubts) {
        image.text("detail").filter(how -> !how.equals("auto"))
                .ifPresent(how -> doubts.add(where, "an image's detail cannot be said to this model's provider"));
    }

    /// An image by its address, which may hold its bytes.
    static Part image(String url) {
        var data = DATA_URL.matcher(url);
        return data.matches() ? new Part.Image(data.group(1), data.group(2)) : new Part.ImageUrl(url);
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

    private Tools tools() {
        var list = body.objects("tools").stream().map(this::tool).flatMap(Optional::stream).toList();
        return new Tools(list, body.field("tool_choice").map(this::choice).orElse(ToolChoice.AUTO),
                body.field("parallel_tool_calls").map(any -> body.flag("parallel_tool_calls", true)));
    }

    private Optional<Tool> tool(Body tool) {
        if (!tool.text("type").orElse("function").equals("function")) {
            doubts.add("tools", "a tool that is no function cannot be said to this model's provider");
            return Optional.empty();
        }
        doubts.others("tools", tool, Set.of("type", "function"), Set.of());
        var function = tool.object("function");
        doubts.others("tools", function, Set.of("name", "description", "parameters", "strict"), Set.of());
        return Optional.of(new Tool(function.requiredText("name"), function.text("description"), function.field("parameters"),
                function.field("strict").map(any -> function.flag("strict", false))));
    }

    private ToolChoice choice(JsonNode choice) {
        if (choice.isObject() && choice.path("function").path("name").isTextual()) {
            var named = body.object("tool_choice");
            doubts.others("tool_choice", named, Set.of("type", "function"), Set.of());
            doubts.others("tool_choice", named.object("function"), Set.of("name"), Set.of());
            return new ToolChoice.Named(choice.path("function").path("name").textValue());
        }
        return switch (choice.asText()) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> {
                if (!choice.isObject()) {
                    throw Fault.invalid("tool_choice", "tool_choice must be auto, none, required or name a function")
                            .asException();
                }
                doubts.add("tool_choice", "this tool_choice cannot be said to this model's provider");
                yield ToolChoice.AUTO;
            }
        };
    }

    private ChatOptions options() {
        var most = body.count("max_completion_tokens");
        return new ChatOptions(body.number("temperature"), body.number("top_p"), OptionalInt.empty(),
                body.number("frequency_penalty"), body.number("presence_penalty"),
                most.isPresent() ? most : body.count("max_tokens"),
                body.whole("seed"), body.texts("stop"),
                body.text("reasoning_effort").flatMap(effort -> reasoning("reasoning_effort", effort, doubts)),
                body.field("response_format").flatMap(any -> format(body.object("response_format"))));
    }

    /// How much the model is to think.
    ///
    /// @param field where `effort` was said
    static Optional<Reasoning> reasoning(String field, String effort, Doubts doubts) {
        return switch (effort) {
            case "none" -> Optional.of(Reasoning.NONE);
            case "minimal" -> Optional.of(Reasoning.MINIMAL);
            case "low" -> Optional.of(Reasoning.LOW);
            case "medium" -> Optional.of(Reasoning.MEDIUM);
            case "high" -> Optional.of(Reasoning.HIGH);
            default -> {
                doubts.add(field, field + " '" + effort + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<ChatOptions.Format> format(Body format) {
        var type = format.requiredText("type");
        doubts.others("response_format", format, Set.of("type", "json_schema"), Set.of());
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(new ChatOptions.Format.AnyJson());
            case "json_schema" -> {
                var described = format.object("json_schema");
                doubts.others("response_format", described, Set.of("name", "schema", "strict"), Set.of());
                yield Optional.of(new ChatOptions.Format.Schema(described.text("name"), described.object("schema").json(),
                        described.field("strict").map(any -> described.flag("strict", false))));
            }
            default -> {
                doubts.add("response_format", "response_format '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }
}
