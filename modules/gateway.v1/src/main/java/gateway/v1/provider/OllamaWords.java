package gateway.v1.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest;
import java.util.Locale;

/// Says a request in Ollama's words.
final class OllamaWords {

    private OllamaWords() {}

    static ObjectNode chat(ModelRequest.Chat request, String model) {
        var body = Json.object().put("model", model).put("stream", request.stream());
        var messages = body.putArray("messages");
        request.messages().forEach(message -> message(messages.addObject(), message));
        if (!request.tools().isEmpty()) {
            var tools = body.putArray("tools");
            request.tools().forEach(tool -> {
                var function = tools.addObject().put("type", "function").putObject("function").put("name", tool.name());
                tool.description().ifPresent(description -> function.put("description", description));
                tool.parameters().ifPresent(parameters -> function.set("parameters", parameters));
            });
        }
        return options(body, request.options());
    }

    static ObjectNode generate(ModelRequest.Completion request, String model) {
        var body = Json.object().put("model", model).put("prompt", request.prompt()).put("stream", request.stream());
        request.system().ifPresent(system -> body.put("system", system));
        return options(body, request.options());
    }

    private static void message(ObjectNode node, ChatMessage message) {
        node.put("role", message.role().name().toLowerCase(Locale.ROOT)).put("content", message.text());
        message.name().ifPresent(name -> node.put("tool_name", name));
        var images = message.parts().stream().filter(ChatMessage.Part.Image.class::isInstance)
                .map(ChatMessage.Part.Image.class::cast).toList();
        if (!images.isEmpty()) {
            var list = node.putArray("images");
            images.forEach(image -> list.add(image.base64()));
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
        options.reasoningEffort().ifPresent(effort -> {
            if (effort.equals("none")) {
                body.put("think", false);
            } else {
                body.put("think", effort);
            }
        });
        options.format().ifPresent(format -> {
            switch (format) {
                case ChatOptions.Format.AnyJson() -> body.put("format", "json");
                case ChatOptions.Format.Schema(var schema) -> body.set("format", schema);
            }
        });
        return body;
    }
}
