package gateway.v1.provider;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import usage.store.Tokens;
import usage.store.UsageSource;

/// Reads OpenAI's answers: chat completions, completions and embeddings, whole or in chunks.
final class OpenAiFrames implements FrameReader {

    private static final int ANY = -1;
    private static final byte[] NOTHING = {};

    private final String at;
    private final boolean hideUsage;
    private final int expectedVectors;
    private boolean started;
    private boolean finished;
    private int toolCalls;

    /// @param at `provider/model`, for messages
    OpenAiFrames(String at) {
        this(at, false, ANY);
    }

    /// @param hideUsage whether the chunk that only says the usage is ours alone: the caller did not ask for it
    OpenAiFrames(String at, boolean hideUsage) {
        this(at, hideUsage, ANY);
    }

    private OpenAiFrames(String at, boolean hideUsage, int expectedVectors) {
        this.at = at;
        this.hideUsage = hideUsage;
        this.expectedVectors = expectedVectors;
    }

    /// For an answer that must hold as many vectors.
    static OpenAiFrames embeddings(String at, int expected) {
        return new OpenAiFrames(at, false, expected);
    }

    @Override
    public Frame whole(byte[] body) {
        return Frame.document(body, events(Document.read(at, body)));
    }

    @Override
    public Frame piece(byte[] raw, String name, String data) {
        if (data.equals("[DONE]")) {
            return new Frame(raw, List.of(), true);
        }
        var chunk = Document.read(at, data.getBytes(StandardCharsets.UTF_8));
        boolean onlyUsage = hideUsage && chunk.path("usage").isObject() && chunk.path("choices").isEmpty();
        return new Frame(onlyUsage ? NOTHING : raw, events(chunk), false);
    }

    /// Some servers just stop, once they have said why.
    @Override
    public Optional<Frame> end() {
        return finished ? Optional.of(new Frame(NOTHING, List.of(), true)) : Optional.empty();
    }

    private List<ModelEvent> events(JsonNode body) {
        if (body.path("error").isObject() || body.path("error").isTextual()) {
            throw ProviderFaults.told(at, Protocol.OPENAI, body);
        }
        var events = new ArrayList<ModelEvent>();
        if (!started) {
            started = true;
            events.add(new ModelEvent.Started(Document.text(body, "model"), Document.text(body, "id")));
        }
        body.path("choices").forEach(choice -> choice(choice, events));
        if (expectedVectors != ANY) {
            events.add(Vectors.read(at, vectors(body), expectedVectors));
        } else if (body.path("data").isArray()) {
            events.add(Vectors.read(at, vectors(body)));
        }
        if (body.path("usage").isObject()) {
            events.add(new ModelEvent.Used(tokens(body.path("usage"))));
        }
        return events;
    }

    private void choice(JsonNode choice, List<ModelEvent> events) {
        var message = choice.has("delta") ? choice.path("delta") : choice.path("message");
        Document.text(message, "reasoning_content").or(() -> Document.text(message, "reasoning")).map(ModelEvent.Reasoning::new)
                .ifPresent(events::add);
        Document.text(message, "content").or(() -> Document.text(message, "refusal")).or(() -> Document.text(choice, "text"))
                .map(ModelEvent.Text::new)
                .ifPresent(events::add);
        message.path("tool_calls").forEach(call -> toolCall(call, events));
        Document.text(choice, "finish_reason").ifPresent(reason -> {
            finished = true;
            events.add(new ModelEvent.Finished(Optional.of(reason)));
        });
    }

    /// The first piece of a call has its name, further ones have more of its arguments.
    private void toolCall(JsonNode call, List<ModelEvent> events) {
        var function = call.path("function");
        var name = Document.text(function, "name");
        int index = call.path("index").asInt(name.isPresent() ? toolCalls : toolCalls - 1);
        name.ifPresent(tool -> {
            toolCalls = Math.max(toolCalls, index + 1);
            events.add(new ModelEvent.ToolBegun(index, Document.callId(call), tool));
        });
        arguments(function.path("arguments")).ifPresent(json -> events.add(new ModelEvent.ToolArguments(index, json)));
    }

    /// Text that is JSON; some servers write the JSON itself.
    private static Optional<String> arguments(JsonNode arguments) {
        return arguments.isObject()
                ? Optional.of(arguments.toString())
                : Optional.ofNullable(arguments.textValue()).filter(text -> !text.isEmpty());
    }

    private static Stream<JsonNode> vectors(JsonNode body) {
        return StreamSupport.stream(body.path("data").spliterator(), false).map(item -> item.path("embedding"));
    }

    /// Cached tokens are a part of the prompt's, reasoning a part of the completion's.
    static Tokens tokens(JsonNode usage) {
        var input = Document.count(usage.path("prompt_tokens"));
        var output = Document.count(usage.path("completion_tokens"));
        var cached = Document.count(usage.at("/prompt_tokens_details/cached_tokens"));
        var written = Document.count(usage.at("/prompt_tokens_details/cache_write_tokens"));
        var reasoning = Document.count(usage.at("/completion_tokens_details/reasoning_tokens"));
        boolean any = Stream.of(input, output, cached, written, reasoning).anyMatch(OptionalLong::isPresent);
        return any
                ? new Tokens(input, cached, written, output, reasoning, UsageSource.PROVIDER)
                : Tokens.UNKNOWN;
    }
}
