package gateway.v1.provider;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import usage.store.Tokens;
import usage.store.UsageSource;

/// Reads Ollama's answers, a line of a stream and a whole body alike: both are one object, and one with `done` is the last.
final class OllamaFrames {

    private final String at;
    private boolean started;
    private int toolCalls;

    /// @param at `provider/model`, for messages
    OllamaFrames(String at) {
        this.at = at;
    }

    Frame read(byte[] raw) {
        var body = parse(raw);
        if (body.has("error")) {
            throw ProviderFaults.status(at, 500, body.path("error").asText(), Map.of());
        }
        var events = new ArrayList<ModelEvent>();
        if (!started) {
            started = true;
            events.add(new ModelEvent.Started(text(body, "model"), Optional.empty()));
        }
        var message = body.path("message");
        text(message, "thinking").or(() -> text(body, "thinking")).map(ModelEvent.Reasoning::new).ifPresent(events::add);
        text(message, "content").or(() -> text(body, "response")).map(ModelEvent.Text::new).ifPresent(events::add);
        message.path("tool_calls").forEach(call -> {
            var function = call.path("function");
            events.add(new ModelEvent.ToolCalled(new ToolCall(call.path("id").asText("call_" + toolCalls++),
                    function.path("name").asText(), function.path("arguments").toString())));
        });
        boolean isEmbedding = body.has("embeddings") || body.has("embedding");
        if (isEmbedding) {
            events.add(new ModelEvent.Embedded(vectors(body)));
        }
        boolean last = body.path("done").asBoolean() || isEmbedding;
        if (last) {
            events.add(new ModelEvent.Used(tokens(body)));
            events.add(new ModelEvent.Finished(isEmbedding ? Optional.empty() : reason(body)));
        }
        return new Frame(raw, events, last);
    }

    /// Every counter of Ollama's is left out where it is zero or unknown: absent means unknown.
    static Tokens tokens(JsonNode body) {
        var input = count(body.path("prompt_eval_count"));
        var output = count(body.path("eval_count"));
        return input.isEmpty() && output.isEmpty()
                ? Tokens.UNKNOWN
                : new Tokens(input, OptionalLong.empty(), OptionalLong.empty(), output, OptionalLong.empty(),
                        UsageSource.PROVIDER);
    }

    private Optional<String> reason(JsonNode body) {
        if (toolCalls > 0) {
            return Optional.of("tool_calls");
        }
        // Loading a model on request is Ollama's own idea of an answer; elsewhere such an answer just stops.
        return text(body, "done_reason").map(reason -> reason.equals("load") || reason.equals("unload") ? "stop" : reason);
    }

    private JsonNode parse(byte[] raw) {
        try {
            var body = Json.MAPPER.readTree(raw);
            if (body == null || !body.isObject()) {
                throw new IOException("not an object");
            }
            return body;
        } catch (IOException e) {
            throw ProviderFaults.unreadable(at, e);
        }
    }

    private List<float[]> vectors(JsonNode body) {
        return body.has("embedding")
                ? List.of(vector(body.path("embedding")))
                : StreamSupport.stream(body.path("embeddings").spliterator(), false).map(this::vector).toList();
    }

    private float[] vector(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        for (int at = 0; at < vector.length; at++) {
            if (!numbers.get(at).isNumber()) {
                throw ProviderFaults.unreadable(this.at, new IOException("an embedding that is not numbers"));
            }
            vector[at] = numbers.get(at).floatValue();
        }
        return vector;
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isEmpty());
    }

    private static OptionalLong count(JsonNode count) {
        return count.isIntegralNumber() && count.longValue() >= 0 ? OptionalLong.of(count.longValue()) : OptionalLong.empty();
    }
}
