package gateway.v1.provider.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.ToolChoice;
import gateway.v1.call.Tools;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Says a request in Ollama's words.
final class OllamaWords {

    private OllamaWords() {}

    static ObjectNode chat(ModelRequest.Chat request, String model) {
        var body = Json.object().put("model", model).put("stream", request.stream());
        var messages = body.putArray("messages");
        var tools = toolsByCall(request.messages());
        request.messages().forEach(message -> message(messages.addObject(), message, tools));
        tools(body, request.tools());
        return options(body, request.options());
    }

    static ObjectNode embed(ModelRequest.Embed request, String model) {
        var body = Json.object().put("model", model);
        request.texts().forEach(body.putArray("input")::add);
        request.dimensions().ifPresent(dimensions -> body.put("dimensions", dimensions));
        return body;
    }

    /// Ollama's models decide by themselves what to call, and may call several tools; that none is called is said by naming none.
    private static void tools(ObjectNode body, Tools tools) {
        switch (tools.choice()) {
            case ToolChoice.None() -> {
                return;
            }
            case ToolChoice.Auto() -> {
                // As it is.
            }
            case ToolChoice.Required(),ToolChoice.Named _ ->
                throw Fault.unsupported("tool_choice", "Ollama's protocol cannot force a tool to be called").asException();
        }
        if (tools.parallel().isPresent() && !tools.parallel().get() && !tools.list().isEmpty()) {
            throw Fault.unsupported("parallel_tool_calls", "Ollama's protocol cannot forbid several calls at once").asException();
        }
        if (!tools.list().isEmpty()) {
            var list = body.putArray("tools");
            tools.list().forEach(tool -> {
                var function = list.addObject().put("type", "function").putObject("function").put("name", tool.name());
                tool.description().ifPresent(description -> function.put("description", description));
                tool.parameters().ifPresent(parameters -> function.set("parameters", parameters));
            });
        }
    }

    /// A raw prompt is said like any other, as Ollama's own endpoint for OpenAI's completions does.
    static ObjectNode generate(ModelRequest.Completion request, String model) {
        var body = Json.object().put("model", model).put("prompt", request.prompt()).put("stream", request.stream());
        request.system().ifPresent(system -> body.put("system", system));
        request.images().forEach(image -> body.withArray("images").add(image.base64()));
        return options(body, request.options());
    }

    /// A tool's answer names the tool here, not the call.
    private static Map<String, String> toolsByCall(List<ChatMessage> messages) {
        return messages.stream().flatMap(message -> message.toolCalls().stream())
                .collect(Collectors.toMap(ChatMessage.ToolCall::id, ChatMessage.ToolCall::name, (first, second) -> second));
    }

    private static void message(ObjectNode node, ChatMessage message, Map<String, String> tools) {
        node.put("role", message.role().name().toLowerCase(Locale.ROOT)).put("content", message.text());
        if (message.role() == ChatMessage.Role.TOOL) {
            message.name().or(() -> message.toolCallId().map(tools::get)).ifPresent(name -> node.put("tool_name", name));
        }
        if (message.role() != ChatMessage.Role.TOOL && message.name().isPresent()) {
            throw Fault.unsupported("messages", "Ollama's protocol has no names of speakers").asException();
        }
        message.parts().forEach(part -> {
            switch (part) {
                case Part.Image(var mediaType, var base64) -> node.withArray("images").add(base64);
                case Part.ImageUrl _ -> throw Fault
                        .unsupported("messages", "Ollama's protocol takes images as data, not by address").asException();
                case Part.Text _,Part.Reasoning _ -> {
                    // Told as one text each.
                }
            }
        });
        if (!message.reasoning().isEmpty()) {
            node.put("thinking", message.reasoning());
        }
        if (!message.toolCalls().isEmpty()) {
            var calls = node.putArray("tool_calls");
            message.toolCalls().forEach(
                    call -> calls.addObject().putObject("function").put("name", call.name()).set("arguments", arguments(call)));
        }
    }

    private static JsonNode arguments(ChatMessage.ToolCall call) {
        try {
            return Json.MAPPER.readTree(call.arguments());
        } catch (JsonProcessingException e) {
            throw Fault.invalid("messages", "arguments of tool call '" + call.name() + "' are not JSON").asException();
        }
    }

    private static ObjectNode options(ObjectNode body, ChatOptions options) {
        var node = Json.object();
        options.temperature().ifPresent(value -> node.put("temperature", value));
        options.topP().ifPresent(value -> node.put("top_p", value));
        options.topK().ifPresent(value -> node.put("top_k", value));
        options.frequencyPenalty().ifPresent(value -> node.put("frequency_penalty", value));
        options.presencePenalty().ifPresent(value -> node.put("presence_penalty", value));
        options.maxTokens().ifPresent(value -> node.put("num_predict", value));
        options.seed().ifPresent(value -> node.put("seed", value));
        if (!options.stop().isEmpty()) {
            options.stop().forEach(node.putArray("stop")::add);
        }
        if (!node.isEmpty()) {
            body.set("options", node);
        }
        options.reasoning().ifPresent(reasoning -> {
            switch (reasoning) {
                case NONE -> body.put("think", false);
                case USUAL -> body.put("think", true);
                case MINIMAL, LOW -> body.put("think", "low");
                case MEDIUM -> body.put("think", "medium");
                case HIGH -> body.put("think", "high");
            }
        });
        options.format().ifPresent(format -> {
            switch (format) {
                case ChatOptions.Format.AnyJson() -> body.put("format", "json");
                case ChatOptions.Format.Schema(var name, var schema, var strict) -> body.set("format", schema);
            }
        });
        return body;
    }
}
