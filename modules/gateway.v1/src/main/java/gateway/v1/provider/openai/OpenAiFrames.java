package gateway.v1.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.Protocol;
import gateway.v1.provider.Document;
import gateway.v1.provider.FrameReader;
import gateway.v1.provider.ProviderFaults;
import gateway.v1.provider.Vectors;
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
    private final OpenAiChoices choices = new OpenAiChoices();
    private boolean started;

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
        return choices.finished() ? Optional.of(new Frame(NOTHING, List.of(), true)) : Optional.empty();
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
        body.path("choices").forEach(choice -> choices.see(choice, events));
        if (expectedVectors != ANY) {
            events.add(Vectors.read(at, vectors(body), expectedVectors));
        } else if (body.path("data").isArray()) {
            events.add(Vectors.read(at, vectors(body)));
        }
        Document.used(tokens(body.path("usage"))).ifPresent(events::add);
        return events;
    }

    private static Stream<JsonNode> vectors(JsonNode body) {
        return StreamSupport.stream(body.path("data").spliterator(), false).map(item -> item.path("embedding"));
    }

    /// Cached tokens are a part of the prompt's, reasoning a part of the completion's. Where the total says that reasoning was
    /// counted beside the completion, as some servers do, the output is both.
    private static Tokens tokens(JsonNode usage) {
        var input = Document.count(usage.path("prompt_tokens"));
        var completion = Document.count(usage.path("completion_tokens"));
        var cached = Document.count(usage.at("/prompt_tokens_details/cached_tokens"));
        var written = Document.count(usage.at("/prompt_tokens_details/cache_write_tokens"));
        var reasoning = Document.count(usage.at("/completion_tokens_details/reasoning_tokens"));
        if (Stream.of(input, completion, cached, written, reasoning).allMatch(OptionalLong::isEmpty)) {
            return Tokens.UNKNOWN;
        }
        long all = completion.orElse(0) + reasoning.orElse(0);
        var total = Document.count(usage.path("total_tokens"));
        boolean beside = completion.isPresent() && input.isPresent() && total.isPresent()
                && total.getAsLong() == input.getAsLong() + all;
        return new Tokens(input, cached, written, beside ? OptionalLong.of(all) : completion, reasoning, UsageSource.PROVIDER);
    }
}
