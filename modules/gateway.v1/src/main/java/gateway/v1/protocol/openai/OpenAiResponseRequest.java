package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatOptions.Format;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Reads a request in the shape of OpenAI's responses as one of a chat, as [OpenAiChatRequest] does.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record OpenAiResponseRequest(Body body, Doubts doubts) {

    /// What refers to something that was kept.
    private static final Set<String> KEPT = Set.of("previous_response_id", "conversation", "prompt");
    private static final Set<String> KNOWN = Set.of("provider", "model", "input", "instructions", "stream", "stream_options",
            "temperature", "top_p", "max_output_tokens", "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning",
            "include", "truncation", "user", "background", "previous_response_id", "conversation", "prompt");

    ModelRequest.Chat read() {
        doubts.others("", body, KNOWN, OpenAiChatRequest.HARMLESS);
        var kept = KEPT.stream().filter(name -> body.field(name).isPresent()).sorted().findFirst();
        kept.ifPresent(name -> doubts.add(name, name + " names what was kept; nothing is kept here"));
        boolean stream = body.flag("stream", false);
        background(stream);
        modest();
        var messages = new ArrayList<ChatMessage>();
        body.text("instructions").map(text -> ChatMessage.of(ChatMessage.Role.SYSTEM, text)).ifPresent(messages::add);
        if (kept.isEmpty() || body.field("input").isPresent()) {
            messages.addAll(input());
        }
        return new ModelRequest.Chat(body.selection(), messages, options(), tools(), stream);
    }

    /// An answer that is made behind the call's back would never tell its usage.
    private void background(boolean stream) {
        if (body.flag("background", false)) {
            if (!stream) {
                throw Fault.unsupported("background", "background needs stream: nothing here could tell its end").asException();
            }
            doubts.add("background", "background cannot be said to this model's provider");
        }
    }

    /// Fields of which only the usual value can be said elsewhere. Reasoning is never encrypted there: whoever asks for
    /// that gets it as text, which is as good to send again.
    private void modest() {
        body.field("metadata").ifPresent(any -> body.object("metadata"));
        body.field("stream_options").ifPresent(any -> body.object("stream_options").flag("include_obfuscation", true));
        OpenAiChatRequest.streamOptions(body, doubts);
        body.texts("include").stream().filter(name -> !name.equals("reasoning.encrypted_content")).findFirst()
                .ifPresent(name -> doubts.add("include", "include '" + name + "' cannot be said to this model's provider"));
        body.text("truncation").filter(how -> !how.equals("disabled"))
                .ifPresent(how -> doubts.add("truncation", "truncation '" + how + "' cannot be said to this model's provider"));
    }

    private List<ChatMessage> input() {
        var input = body.field("input").orElseThrow(() -> Fault.invalid("input", "input is missing").asException());
        if (input.isTextual()) {
            return List.of(ChatMessage.of(ChatMessage.Role.USER, input.textValue()));
        }
        var items = body.objects("input");
        if (items.isEmpty()) {
            doubts.add(Fault.invalid("input", "input is empty"));
        }
        var turns = new OpenAiResponseInput(doubts);
        items.forEach(turns::add);
        return turns.messages();
    }

    private ChatOptions options() {
        var text = body.field("text").map(any -> body.object("text"));
        text.ifPresent(words -> {
            doubts.others("text", words, Set.of("format", "verbosity"), Set.of());
            words.text("verbosity").filter(how -> !how.equals("medium"))
                    .ifPresent(how -> doubts.add("text", "text.verbosity cannot be said to this model's provider"));
        });
        var reasoning = body.field("reasoning").map(any -> body.object("reasoning"));
        reasoning.ifPresent(how -> {
            doubts.others("reasoning", how, Set.of("effort", "summary", "generate_summary"), Set.of());
            how.text("summary");
        });
        return new ChatOptions(body.number("temperature"), body.number("top_p"), OptionalInt.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), doubts.count(body, "max_output_tokens", 1), OptionalLong.empty(), List.of(),
                reasoning.flatMap(how -> how.text("effort"))
                        .flatMap(effort -> OpenAiChatRequest.reasoning("reasoning", effort, doubts)),
                text.filter(words -> words.field("format").isPresent()).flatMap(words -> format(words.object("format"))));
    }

    private Optional<Format> format(Body format) {
        var type = format.requiredText("type");
        doubts.others("text", format, Set.of("type", "name", "schema", "strict"), Set.of());
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(new Format.AnyJson());
            case "json_schema" -> Optional.of(new Format.Schema(format.text("name"), format.object("schema").json(),
                    format.field("strict").map(any -> format.flag("strict", false))));
            default -> {
                doubts.add("text", "text.format '" + type + "' cannot be said to this model's provider");
                yield Optional.empty();
            }
        };
    }

    private Tools tools() {
        var list = body.objects("tools").stream().map(this::tool).flatMap(Optional::stream).toList();
        return new Tools(list, body.field("tool_choice").map(this::choice).orElse(ToolChoice.AUTO),
                body.field("parallel_tool_calls").map(any -> body.flag("parallel_tool_calls", true)));
    }

    private Optional<Tool> tool(Body tool) {
        var type = tool.requiredText("type");
        if (!type.equals("function")) {
            doubts.add("tools", "a tool of type '" + type + "' cannot be said to this model's provider");
            return Optional.empty();
        }
        doubts.others("tools", tool, Set.of("type", "name", "description", "parameters", "strict"), Set.of());
        var parameters = tool.field("parameters").<JsonNode>map(any -> tool.object("parameters").json());
        return Optional.of(new Tool(tool.requiredText("name"), tool.text("description"), parameters,
                tool.field("strict").map(any -> tool.flag("strict", false))));
    }

    private ToolChoice choice(JsonNode choice) {
        if (choice.isObject()) {
            var named = body.object("tool_choice");
            if (named.requiredText("type").equals("function")) {
                doubts.others("tool_choice", named, Set.of("type", "name"), Set.of());
                return new ToolChoice.Named(named.requiredText("name"));
            }
        }
        return OpenAiChatTools.unnamed(choice, doubts);
    }
}
