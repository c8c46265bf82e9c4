package gateway.v1.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.ChatOptions.Reasoning;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Tool;
import gateway.v1.call.ToolChoice;
import gateway.v1.call.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a request in the shape of Anthropic's messages. What is malformed is refused at once; what is well formed and has no
/// words in another protocol becomes a doubt.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record AnthropicRequest(Body body, Doubts doubts) {

    private static final Set<String> KNOWN = Set.of("provider", "model", "messages", "max_tokens", "stream", "system", "metadata",
            "stop_sequences", "temperature", "top_p", "top_k", "thinking", "tools", "tool_choice", "output_config",
            "output_format");
    private static final Set<String> HARMLESS = Set.of("cache_control", "service_tier", "diagnostics");
    private static final Set<String> KNOWN_OF_TOOLS = Set.of("type", "name", "description", "input_schema", "strict");
    private static final Set<String> HARMLESS_OF_TOOLS = Set.of("cache_control", "eager_input_streaming");

    /// A request for an answer.
    ModelRequest.Chat read() {
        if (body.field("max_tokens").isEmpty()) {
            throw Fault.invalid("max_tokens", "max_tokens is missing").asException();
        }
        return readToCount();
    }

    /// The same where tokens are to be counted, for which it may be left out how many the answer may have.
    ModelRequest.Chat readToCount() {
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
        return new ModelRequest.Chat(body.selection(), messages, options(), tools(), body.flag("stream", false));
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

    private static Role role(String name) {
        return switch (name) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw Fault.invalid("messages", "unknown role '" + name + "'").asException();
        };
    }

    private ChatOptions options() {
        return new ChatOptions(body.number("temperature"), body.number("top_p"), whole("top_k"), OptionalDouble.empty(),
                OptionalDouble.empty(), maxTokens(), OptionalLong.empty(), stop(), reasoning(), format());
    }

    private List<String> stop() {
        if (body.field("stop_sequences").filter(JsonNode::isTextual).isPresent()) {
            throw Fault.invalid("stop_sequences", "stop_sequences must be a list of strings").asException();
        }
        return body.texts("stop_sequences");
    }

    /// None at all fills the provider's cache and answers nothing, which is Anthropic's own idea.
    private OptionalInt maxTokens() {
        var most = whole("max_tokens");
        if (most.isPresent() && most.getAsInt() == 0) {
            doubts.add("max_tokens", "max_tokens of 0 cannot be said to this model's provider");
            return OptionalInt.empty();
        }
        return most;
    }

    private OptionalInt whole(String name) {
        var number = body.whole(name);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        if (number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE) {
            throw Fault.invalid(name, name + " must be a whole number from 0").asException();
        }
        return OptionalInt.of((int) number.getAsLong());
    }

    /// How hard the model tries says more than that it thinks. A budget bounds what it may think, and obliges to nothing.
    private Optional<Reasoning> reasoning() {
        var thinking = body.field("thinking").map(any -> body.object("thinking")).flatMap(this::thinking);
        var effort = outputConfig().flatMap(config -> config.text("effort")).flatMap(this::effort);
        return thinking.filter(Reasoning.NONE::equals).or(() -> effort).or(() -> thinking);
    }

    private Optional<Reasoning> thinking(Body thinking) {
        doubts.others("thinking", thinking, Set.of("type", "budget_tokens", "display"), Set.of());
        thinking.count("budget_tokens");
        thinking.text("display");
        var type = thinking.requiredText("type");
        return switch (type) {
            case "disabled" -> Optional.of(Reasoning.NONE);
            case "enabled", "adaptive" -> Optional.of(Reasoning.USUAL);
            default -> {
                doubts.add("thinking", "thinking of type '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<Reasoning> effort(String effort) {
        return switch (effort) {
            case "low" -> Optional.of(Reasoning.LOW);
            case "medium" -> Optional.of(Reasoning.MEDIUM);
            case "high" -> Optional.of(Reasoning.HIGH);
            default -> {
                doubts.add("output_config", "effort '" + effort + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Optional<Body> outputConfig() {
        var config = body.field("output_config").map(any -> body.object("output_config"));
        config.ifPresent(said -> doubts.others("output_config", said, Set.of("effort", "format"), Set.of()));
        return config;
    }

    /// `output_format` is what its name was before.
    private Optional<ChatOptions.Format> format() {
        var now = outputConfig().flatMap(config -> config.field("format").map(any -> config.object("format")));
        var format = now.or(() -> body.field("output_format").map(any -> body.object("output_format")));
        return format.flatMap(said -> {
            var type = said.requiredText("type");
            if (type.equals("json_schema")) {
                return Optional
                        .of(new ChatOptions.Format.Schema(Optional.empty(), said.object("schema").json(), Optional.empty()));
            }
            doubts.add("output_config", "a format of type '" + type + "' cannot be said to this model's provider");
            return Optional.empty();
        });
    }

    private Tools tools() {
        var list = body.objects("tools").stream().map(this::tool).flatMap(Optional::stream).toList();
        var choice = body.field("tool_choice").map(any -> body.object("tool_choice"));
        var single = choice.flatMap(said -> said.field("disable_parallel_tool_use")
                .map(any -> said.flag("disable_parallel_tool_use", false)));
        return new Tools(list, choice.map(this::choice).orElse(ToolChoice.AUTO), single.filter(one -> one).map(one -> false));
    }

    private Optional<Tool> tool(Body tool) {
        var type = tool.text("type").orElse("custom");
        if (!type.equals("custom")) {
            doubts.add("tools", "a tool of type '" + type + "' has a meaning only to its own provider");
            return Optional.empty();
        }
        doubts.others("tools", tool, KNOWN_OF_TOOLS, HARMLESS_OF_TOOLS);
        return Optional.of(new Tool(tool.requiredText("name"), tool.text("description"),
                Optional.of(tool.object("input_schema").json()), tool.field("strict").map(any -> tool.flag("strict", false))));
    }

    private ToolChoice choice(Body choice) {
        doubts.others("tool_choice", choice, Set.of("type", "name", "disable_parallel_tool_use"), Set.of());
        var type = choice.requiredText("type");
        return switch (type) {
            case "auto" -> ToolChoice.AUTO;
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" -> new ToolChoice.Named(choice.requiredText("name"));
            default -> throw Fault.invalid("tool_choice", "tool_choice must be auto, any, none or tool").asException();
        };
    }
}
