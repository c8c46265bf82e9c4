package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.ChatMessage.Part;
import gateway.v1.call.ChatMessage;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.ToolChoice;
import gateway.v1.call.Tools;
import java.util.Locale;

/// Says a request in OpenAI's words.
final class OpenAiWords {

    private OpenAiWords() {}

    /// @param reasoningHistory whether what was thought earlier is said again
    static ObjectNode chat(ModelRequest.Chat request, String model, boolean reasoningHistory) {
        var body = start(model, request.stream());
        var messages = body.putArray("messages");
        OpenAiTurns.of(request.messages()).forEach(message -> message(messages.addObject(), message, reasoningHistory));
        tools(body, request.tools());
        return options(body, request.options());
    }

    static ObjectNode completion(ModelRequest.Completion request, String model) {
        if (request.system().isPresent()) {
            throw Fault.unsupported("system", "a raw prompt cannot have a system message in OpenAI's protocol").asException();
        }
        if (!request.images().isEmpty()) {
            throw Fault.unsupported("images", "a raw prompt cannot have images in OpenAI's protocol").asException();
        }
        return options(start(model, request.stream()).put("prompt", request.prompt()), request.options());
    }

    static ObjectNode embed(ModelRequest.Embed request, String model) {
        var body = Json.object().put("model", model);
        request.texts().forEach(body.putArray("input")::add);
        request.dimensions().ifPresent(dimensions -> body.put("dimensions", dimensions));
        return body;
    }

    private static ObjectNode start(String model, boolean stream) {
        var body = Json.object().put("model", model);
        return stream ? body.put("stream", true) : body;
    }

    private static void message(ObjectNode node, ChatMessage message, boolean reasoningHistory) {
        node.put("role", message.role().name().toLowerCase(Locale.ROOT));
        content(node, message);
        message.name().ifPresent(name -> node.put("name", name));
        message.toolCallId().ifPresent(id -> node.put("tool_call_id", id));
        if (reasoningHistory && !message.reasoning().isEmpty()) {
            node.put("reasoning_content", message.reasoning());
        }
        if (!message.toolCalls().isEmpty()) {
            var calls = node.putArray("tool_calls");
            message.toolCalls()
                    .forEach(call -> calls.addObject().put("id", call.id()).put("type", "function").putObject("function")
                            .put("name", call.name()).put("arguments", call.arguments()));
        }
    }

    /// Text alone is a string, as every server takes it; with images, and where a tool answers several texts, it is a list of parts.
    private static void content(ObjectNode node, ChatMessage message) {
        boolean listed = message.parts().stream().anyMatch(OpenAiTurns::isImage)
                || message.role() == ChatMessage.Role.TOOL && message.texts().count() > 1;
        if (!listed && message.text().isEmpty() && !message.toolCalls().isEmpty()) {
            node.putNull("content");
        } else if (!listed) {
            node.put("content", message.text());
        } else {
            var parts = node.putArray("content");
            message.parts().forEach(part -> part(parts, part));
        }
    }

    private static void part(ArrayNode parts, Part part) {
        switch (part) {
            case Part.Text(var text) -> parts.addObject().put("type", "text").put("text", text);
            case Part.Image(var mediaType, var base64) -> image(parts, "data:" + mediaType + ";base64," + base64);
            case Part.ImageUrl(var url) -> image(parts, url);
            case Part.Reasoning _ -> {
                // Beside the content.
            }
        }
    }

    private static void image(ArrayNode parts, String url) {
        parts.addObject().put("type", "image_url").putObject("image_url").put("url", url);
    }

    private static void tools(ObjectNode body, Tools tools) {
        if (tools.list().isEmpty()) {
            return;
        }
        var list = body.putArray("tools");
        tools.list().forEach(tool -> {
            var function = list.addObject().put("type", "function").putObject("function").put("name", tool.name());
            tool.description().ifPresent(description -> function.put("description", description));
            tool.parameters().ifPresent(parameters -> function.set("parameters", parameters));
            tool.strict().ifPresent(strict -> function.put("strict", strict));
        });
        switch (tools.choice()) {
            case ToolChoice.Auto() -> {
                // What it does by itself.
            }
            case ToolChoice.None() -> body.put("tool_choice", "none");
            case ToolChoice.Required() -> body.put("tool_choice", "required");
            case ToolChoice.Named(var name) ->
                body.putObject("tool_choice").put("type", "function").putObject("function").put("name", name);
        }
        tools.parallel().ifPresent(parallel -> body.put("parallel_tool_calls", parallel));
    }

    private static ObjectNode options(ObjectNode body, ChatOptions options) {
        options.temperature().ifPresent(value -> body.put("temperature", value));
        options.topP().ifPresent(value -> body.put("top_p", value));
        if (options.topK().isPresent()) {
            throw Fault.unsupported("top_k", "OpenAI's protocol has no top_k").asException();
        }
        options.frequencyPenalty().ifPresent(value -> body.put("frequency_penalty", value));
        options.presencePenalty().ifPresent(value -> body.put("presence_penalty", value));
        options.maxTokens().ifPresent(value -> body.put(body.has("messages") ? "max_completion_tokens" : "max_tokens", value));
        options.seed().ifPresent(value -> body.put("seed", value));
        if (!options.stop().isEmpty()) {
            options.stop().forEach(body.putArray("stop")::add);
        }
        options.reasoning().ifPresent(reasoning -> {
            if (reasoning != ChatOptions.Reasoning.USUAL) {
                body.put("reasoning_effort", reasoning.name().toLowerCase(Locale.ROOT));
            }
        });
        options.format().ifPresent(format -> format(body.putObject("response_format"), format));
        return body;
    }

    private static void format(ObjectNode node, ChatOptions.Format format) {
        switch (format) {
            case ChatOptions.Format.AnyJson() -> node.put("type", "json_object");
            case ChatOptions.Format.Schema(var name, var schema, var strict) -> {
                var described = node.put("type", "json_schema").putObject("json_schema").put("name", name.orElse("answer"));
                described.set("schema", schema);
                strict.ifPresent(value -> described.put("strict", value));
            }
        }
    }
}
