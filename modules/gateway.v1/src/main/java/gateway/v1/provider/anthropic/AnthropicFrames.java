package gateway.v1.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import gateway.v1.provider.Document;
import gateway.v1.provider.FrameReader;
import gateway.v1.provider.ProviderFaults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads Anthropic's answers: messages, whole or as events. Events that say nothing here (`ping`, signatures, the work of the
/// provider's own tools) are frames without a meaning, and go out as they came where the caller speaks the same.
final class AnthropicFrames implements FrameReader {

    private final String at;
    private final AnthropicUsage usage = new AnthropicUsage();
    private final Map<Integer, Integer> toolsByBlock = new HashMap<>();

    /// @param at `provider/model`, for messages
    AnthropicFrames(String at) {
        this.at = at;
    }

    @Override
    public Frame whole(byte[] body) {
        var message = Document.read(at, body);
        throwError(message);
        var events = new ArrayList<ModelEvent>();
        events.add(started(message));
        int place = 0;
        for (var block : message.path("content")) {
            begun(place++, block, events);
        }
        usage.end(message.path("usage"));
        Document.used(usage.tokens()).ifPresent(events::add);
        events.add(new ModelEvent.Finished(reason(message)));
        return Frame.document(body, events);
    }

    @Override
    public Frame piece(byte[] raw, String name, String data) {
        var event = Document.read(at, data.getBytes(StandardCharsets.UTF_8));
        throwError(event);
        var events = new ArrayList<ModelEvent>();
        var type = event.path("type").asText(name);
        switch (type) {
            case "message_start" -> {
                events.add(started(event.path("message")));
                usage.begin(event.at("/message/usage"));
                Document.used(usage.tokens()).ifPresent(events::add);
            }
            case "content_block_start" -> begun(event.path("index").asInt(), event.path("content_block"), events);
            case "content_block_delta" -> more(event.path("index").asInt(), event.path("delta"), events);
            case "message_delta" -> {
                usage.end(event.path("usage"));
                Document.used(usage.tokens()).ifPresent(events::add);
                events.add(new ModelEvent.Finished(reason(event.path("delta"))));
            }
            default -> {
                // Says nothing that is needed here.
            }
        }
        return new Frame(raw, events, type.equals("message_stop"));
    }

    private static ModelEvent started(JsonNode message) {
        return new ModelEvent.Started(Document.text(message, "model"), Document.text(message, "id"));
    }

    /// A block: all of it in a whole answer; what comes first of it in a stream, where a call's arguments follow.
    private void begun(int place, JsonNode block, List<ModelEvent> events) {
        switch (block.path("type").asText()) {
            case "text" -> Document.text(block, "text").map(ModelEvent.Text::new).ifPresent(events::add);
            case "thinking" -> Document.text(block, "thinking").map(ModelEvent.Reasoning::new).ifPresent(events::add);
            case "tool_use" -> {
                int index = toolsByBlock.size();
                toolsByBlock.put(place, index);
                events.add(new ModelEvent.ToolBegun(index, block.path("id").asText(), block.path("name").asText()));
                if (!block.path("input").isEmpty()) {
                    events.add(new ModelEvent.ToolArguments(index, block.path("input").toString()));
                }
            }
            default -> {
                // The provider's own tools, which only a caller of its own protocol can have asked for.
            }
        }
    }

    private void more(int place, JsonNode delta, List<ModelEvent> events) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> Document.text(delta, "text").map(ModelEvent.Text::new).ifPresent(events::add);
            case "thinking_delta" ->
                Document.text(delta, "thinking").map(ModelEvent.Reasoning::new).ifPresent(events::add);
            case "input_json_delta" -> Optional.ofNullable(toolsByBlock.get(place))
                    .flatMap(index -> Document.text(delta, "partial_json")
                            .map(json -> new ModelEvent.ToolArguments(index, json)))
                    .ifPresent(events::add);
            default -> {
                // Signatures and citations have no words elsewhere.
            }
        }
    }

    /// Why it stops, in OpenAI's words; a reason that OpenAI does not have keeps its own.
    private static Optional<String> reason(JsonNode told) {
        return Document.text(told, "stop_reason").map(reason -> switch (reason) {
            case "end_turn", "stop_sequence" -> "stop";
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> reason;
        });
    }

    private void throwError(JsonNode document) {
        if (document.path("type").asText().equals("error") || document.path("error").isObject()) {
            throw ProviderFaults.told(at, status(document.at("/error/type").asText()), ProviderFaults.message(document));
        }
    }

    /// The status that an error has where it is the whole answer.
    private static int status(String errorType) {
        return switch (errorType) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }
}
