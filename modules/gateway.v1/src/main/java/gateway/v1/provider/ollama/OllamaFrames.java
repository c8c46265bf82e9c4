package gateway.v1.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import gateway.v1.provider.Document;
import gateway.v1.provider.FrameReader;
import gateway.v1.provider.ProviderFaults;
import gateway.v1.provider.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import usage.store.Tokens;
import usage.store.UsageSource;

/// Reads Ollama's answers, a line of a stream and a whole body alike: both are one object, and one with `done` is the last.
final class OllamaFrames implements FrameReader {

    private static final int ANY = -1;

    private final String at;
    private final int expectedVectors;
    private boolean started;
    private int toolCalls;

    /// @param at `provider/model`, for messages
    OllamaFrames(String at) {
        this(at, ANY);
    }

    private OllamaFrames(String at, int expectedVectors) {
        this.at = at;
        this.expectedVectors = expectedVectors;
    }

    /// For an answer that must hold as many vectors.
    static OllamaFrames embeddings(String at, int expected) {
        return new OllamaFrames(at, expected);
    }

    @Override
    public Frame whole(byte[] body) {
        var document = Document.read(at, body);
        var done = document.path("done");
        if (done.isBoolean() && !done.booleanValue()) {
            throw ProviderFaults.unreadable(at, new IOException("a whole answer that is not done"));
        }
        return Frame.document(body, events(document, true));
    }

    @Override
    public Frame piece(byte[] raw, String name, String data) {
        var document = Document.read(at, raw);
        boolean last = document.path("done").asBoolean() || isEmbedding(document);
        return new Frame(raw, events(document, last), last);
    }

    private boolean isEmbedding(JsonNode body) {
        return body.has("embeddings") || body.has("embedding") || expectedVectors != ANY;
    }

    private List<ModelEvent> events(JsonNode body, boolean last) {
        if (body.has("error")) {
            throw ProviderFaults.told(at, ProviderFaults.message(body));
        }
        var events = new ArrayList<ModelEvent>();
        if (!started) {
            started = true;
            events.add(new ModelEvent.Started(Document.text(body, "model"), Optional.empty()));
        }
        var message = body.path("message");
        Document.text(message, "thinking").or(() -> Document.text(body, "thinking")).map(ModelEvent.Reasoning::new)
                .ifPresent(events::add);
        Document.text(message, "content").or(() -> Document.text(body, "response")).map(ModelEvent.Text::new)
                .ifPresent(events::add);
        message.path("tool_calls").forEach(call -> toolCall(call, events));
        boolean isEmbedding = isEmbedding(body);
        if (isEmbedding) {
            events.add(vectors(body));
        }
        if (last) {
            Document.used(tokens(body)).ifPresent(events::add);
            events.add(new ModelEvent.Finished(isEmbedding ? Optional.empty() : reason(body)));
        }
        return events;
    }

    private void toolCall(JsonNode call, List<ModelEvent> events) {
        int index = toolCalls++;
        var function = call.path("function");
        events.add(new ModelEvent.ToolBegun(index, Document.callId(call), function.path("name").asText()));
        if (function.hasNonNull("arguments")) {
            events.add(new ModelEvent.ToolArguments(index, function.path("arguments").toString()));
        }
    }

    private ModelEvent vectors(JsonNode body) {
        if (body.has("embedding")) {
            return Vectors.read(at, Stream.of(body.path("embedding")));
        }
        var nodes = StreamSupport.stream(body.path("embeddings").spliterator(), false);
        return expectedVectors == ANY ? Vectors.read(at, nodes) : Vectors.read(at, nodes, expectedVectors);
    }

    /// Every counter of Ollama's is left out where it is zero or unknown: absent means unknown.
    static Tokens tokens(JsonNode body) {
        var input = Document.count(body.path("prompt_eval_count"));
        var output = Document.count(body.path("eval_count"));
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
        return Document.text(body, "done_reason")
                .map(reason -> reason.equals("load") || reason.equals("unload") ? "stop" : reason);
    }
}
