package gateway.v1.provider.anthropic;

import ai.client.direct.RawClient;
import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.provider.EventStream;
import gateway.v1.provider.HttpCall;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Listing;
import gateway.v1.provider.Looking;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.Provider;
import gateway.v1.provider.ProviderAnswer;
import gateway.v1.provider.WholeBody;
import java.util.HashMap;
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

    private final String name;
    private final RawClient client;
    private final int maxTokens;
    private final Listing listing;

    /// @param maxTokens most tokens of an answer where the caller says none: the protocol needs a number
    public AnthropicProvider(String name, RawClient client, int maxTokens) {
        this.name = name;
        this.client = client;
        this.maxTokens = maxTokens;
        this.listing = new Listing(name, client, "/v1/models?limit=1000", HEADERS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Protocol protocol() {
        return Protocol.ANTHROPIC;
    }

    @Override
    public Outgoing prepare(Call call, String model) {
        var at = name + "/" + model;
        boolean stream = call.request().stream();
        var own = call.passage(Protocol.ANTHROPIC);
        if (own.isPresent()) {
            return new HttpCall(at, Protocol.ANTHROPIC, client,
                    request(own.get().path(), passed(own.get(), model), own.get().headers()), true,
                    exchange -> answer(at, exchange, stream));
        }
        return new HttpCall(at, Protocol.ANTHROPIC, client, request("/v1/messages", words(call.translated(), model), Map.of()),
                false,
                exchange -> answer(at, exchange, stream));
    }

    @Override
    public Optional<Outgoing> tokenCount(Passage words, String model) {
        var at = name + "/" + model;
        return Optional.of(words).filter(passage -> passage.protocol() == Protocol.ANTHROPIC)
                .map(passage -> new HttpCall(at, Protocol.ANTHROPIC, client,
                        request(passage.path(), passed(passage, model), passage.headers()), true,
                        exchange -> answer(at, exchange, false)));
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
        return new Looking(name, Protocol.ANTHROPIC, client, HEADERS).at(path, question);
    }

    @Override
    public String version() {
        listing.reach();
        return "";
    }

    @Override
    public void close() {
        client.close();
    }

    /// As it came, but for the model's name and ours of the provider.
    private static ObjectNode passed(Passage passage, String model) {
        var body = passage.body().deepCopy().put("model", model);
        body.remove("provider");
        return body;
    }

    private static RawRequest request(String path, ObjectNode body, Map<String, String> callers) {
        var headers = new HashMap<>(HEADERS);
        headers.putAll(callers);
        return new RawRequest("POST", path, headers, Json.bytes(body));
    }

    private static ProviderAnswer answer(String at, RawExchange exchange, boolean stream) {
        var reader = new AnthropicFrames(at);
        return stream ? EventStream.unlessWhole(at, exchange, reader) : new WholeBody(at, exchange, reader);
    }
}
