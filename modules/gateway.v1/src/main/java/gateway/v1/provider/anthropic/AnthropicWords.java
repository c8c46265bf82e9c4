package gateway.v1.provider.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.ChatMessage.Role;
import gateway.v1.call.ChatOptions.Reasoning;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.ToolChoice;
import gateway.v1.call.Tools;
import java.util.Locale;
import java.util.OptionalDouble;

/// Says a request in Anthropic's words.
final class AnthropicWords {

    private AnthropicWords() {}

    /// @param maxTokens most tokens of an answer where the caller names no number: the protocol needs one
    static ObjectNode chat(ModelRequest.Chat request, String model, int maxTokens) {
        var body = start(model, request.options(), maxTokens, request.stream());
        var messages = request.messages();
        var instructions = messages.stream().takeWhile(message -> message.role() == Role.SYSTEM).toList();
        if (!instructions.isEmpty()) {
            var system = body.putArray("system");
            instructions.forEach(message -> AnthropicTurns.content(system, message));
        }
        body.set("messages", AnthropicTurns.of(messages.subList(instructions.size(), messages.size())));
        tools(body, request.tools());
        return options(body, request.options());
    }

    /// A prompt as a conversation of one turn.
    static ObjectNode turn(ModelRequest.Completion request, String model, int maxTokens) {
        if (request.form() == ModelRequest.Completion.Form.RAW) {
            throw Fault.unsupported("prompt", "Anthropic's protocol has no raw prompts").asException();
        }
        return chat(request.turn(), model, maxTokens);
    }

    private static ObjectNode start(String model, ChatOptions options, int maxTokens, boolean stream) {
        var body = Json.object().put("model", model).put("max_tokens", options.maxTokens().orElse(maxTokens));
        return stream ? body.put("stream", true) : body;
    }

    private static void tools(ObjectNode body, Tools tools) {
        if (tools.list().isEmpty()) {
            return;
        }
        var list = body.putArray("tools");
        tools.list().forEach(tool -> {
            var node = list.addObject().put("name", tool.name());
            tool.description().ifPresent(description -> node.put("description", description));
            node.set("input_schema", tool.parameters().orElseGet(() -> Json.object().put("type", "object")));
            tool.strict().ifPresent(strict -> node.put("strict", strict));
        });
        boolean single = tools.parallel().isPresent() && !tools.parallel().get();
        var choice = Json.object();
        switch (tools.choice()) {
            case ToolChoice.Auto() -> choice.put("type", "auto");
            case ToolChoice.None() -> choice.put("type", "none");
            case ToolChoice.Required() -> choice.put("type", "any");
            case ToolChoice.Named(var name) -> choice.put("type", "tool").put("name", name);
        }
        boolean calls = !(tools.choice() instanceof ToolChoice.None);
        if (single && calls) {
            choice.put("disable_parallel_tool_use", true);
        }
        if (!(tools.choice() instanceof ToolChoice.Auto) || single) {
            body.set("tool_choice", choice);
        }
    }

    private static ObjectNode options(ObjectNode body, ChatOptions options) {
        options.temperature().ifPresent(value -> body.put("temperature", value));
        options.topP().ifPresent(value -> body.put("top_p", value));
        options.topK().ifPresent(value -> body.put("top_k", value));
        refuse("frequency_penalty", options.frequencyPenalty());
        refuse("presence_penalty", options.presencePenalty());
        if (options.seed().isPresent()) {
            throw Fault.unsupported("seed", "Anthropic's protocol has no seed").asException();
        }
        if (!options.stop().isEmpty()) {
            options.stop().forEach(body.putArray("stop_sequences")::add);
        }
        options.reasoning().ifPresent(reasoning -> reasoning(body, reasoning));
        options.format().ifPresent(format -> {
            switch (format) {
                case ChatOptions.Format.AnyJson() -> throw Fault
                        .unsupported("response_format", "Anthropic's protocol has no JSON without a schema").asException();
                case ChatOptions.Format.Schema(var name, var schema, var strict) ->
                    body.withObject("/output_config").putObject("format").put("type", "json_schema").set("schema", schema);
            }
        });
        return body;
    }

    /// A penalty of zero asks for nothing.
    private static void refuse(String param, OptionalDouble penalty) {
        if (penalty.orElse(0) != 0) {
            throw Fault.unsupported(param, "Anthropic's protocol has no " + param).asException();
        }
    }

    /// The model decides how much it thinks; how hard it tries is said apart, and `low` is the least.
    private static void reasoning(ObjectNode body, Reasoning reasoning) {
        body.putObject("thinking").put("type", reasoning == Reasoning.NONE ? "disabled" : "adaptive");
        switch (reasoning) {
            case NONE, USUAL -> {
                // All is said.
            }
            case MINIMAL -> body.withObject("/output_config").put("effort", "low");
            case LOW, MEDIUM, HIGH ->
                body.withObject("/output_config").put("effort", reasoning.name().toLowerCase(Locale.ROOT));
        }
    }
}
