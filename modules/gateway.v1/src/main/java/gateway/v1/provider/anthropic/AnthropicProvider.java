package gateway.v1.provider.anthropic;

import ai.client.direct.RawClient;
import ai.client.direct.RawExchange;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.provider.EventStream;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Listing;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.Provider;
import gateway.v1.provider.ProviderAnswer;
import gateway.v1.provider.Upstream;
import gateway.v1.provider.WholeBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import usage.store.Operation;

/// A provider that speaks Anthropic's protocol: Anthropic, or a server that is compatible with it.
public final class AnthropicProvider implements Provider {

    /// `max_tokens` where neither the caller nor the configuration says another.
    public static final int USUAL_MAX_TOKENS = 4096;

    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json", "anthropic-version",
            "2023-06-01");

    private final Upstream server;
    private final int maxTokens;
    private final Listing listing;

    /// @param maxTokens most tokens of an answer where the caller says none: the protocol needs a number
    public AnthropicProvider(String name, RawClient client, int maxTokens) {
        this.server = new Upstream(name, Protocol.ANTHROPIC, client, HEADERS);
        this.maxTokens = maxTokens;
        this.listing = new Listing(server, "/v1/models?limit=1000");
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public Protocol protocol() {
        return server.protocol();
    }

    @Override
    public Outgoing prepare(Call call, String model) {
        boolean stream = call.request().stream();
        return call.passage(Protocol.ANTHROPIC).map(passage -> pass(passage, model, stream)).orElseGet(() -> {
            var at = name() + "/" + model;
            return server.call(at, "/v1/messages", words(call.translated(), model), exchange -> answer(at, exchange, stream));
        });
    }

    @Override
    public Optional<Outgoing> tokenCount(Passage words, String model) {
        return Optional.of(words).filter(passage -> passage.protocol() == Protocol.ANTHROPIC)
                .map(passage -> pass(passage, model, false));
    }

    /// As it came, but for the model's name and ours of the provider.
    private Outgoing pass(Passage passage, String model, boolean stream) {
        var at = name() + "/" + model;
        return server.pass(at, passage, passage.bodyFor(model), exchange -> answer(at, exchange, stream));
    }

    private ObjectNode words(ModelRequest request, String model) {
        return switch (request) {
            case ModelRequest.Chat chat -> AnthropicWords.chat(chat, model, maxTokens);
            case ModelRequest.Completion prompt -> AnthropicWords.turn(prompt, model, maxTokens);
            case ModelRequest.Embed _ ->
                throw Fault.unsupported("model", "Anthropic's protocol has no embeddings").asException();
            case ModelRequest.Rerank _ ->
                throw Fault.unsupported("model", "Anthropic's protocol has no embeddings, and so no reranking").asException();
        };
    }

    /// True: it knows more names than it lists.
    @Override
    public boolean has(String model) {
        return true;
    }

    /// None: which of its models is meant is a matter of money.
    @Override
    public Optional<String> firstModelFor(Operation operation) {
        return Optional.empty();
    }

    @Override
    public List<ListedModel> models() {
        return listing.models(model -> ListedModel.named(model.path("id").asText()));
    }

    @Override
    public byte[] look(String path, Optional<ObjectNode> question) {
        return server.look(path, question);
    }

    @Override
    public String version() {
        listing.reach();
        return "";
    }

    @Override
    public void close() {
        server.client().close();
    }

    private static ProviderAnswer answer(String at, RawExchange exchange, boolean stream) {
        var reader = new AnthropicFrames(at);
        return stream ? EventStream.unlessWhole(at, exchange, reader) : new WholeBody(at, exchange, reader);
    }
}
