package gateway.v1.provider.openai;

import ai.client.direct.RawClient;
import ai.client.direct.RawExchange;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import gateway.v1.provider.Document;
import gateway.v1.provider.EventStream;
import gateway.v1.provider.FrameReader;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Listing;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.Provider;
import gateway.v1.provider.ProviderAnswer;
import gateway.v1.provider.Ranking;
import gateway.v1.provider.Upstream;
import gateway.v1.provider.WholeBody;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import usage.store.Operation;

/// A provider that speaks OpenAI's protocol: OpenAI, or any server that is compatible with it.
public final class OpenAiProvider implements Provider {

    private static final String CHAT = "/chat/completions";
    private static final String COMPLETIONS = "/completions";
    private static final String EMBEDDINGS = "/embeddings";

    private final Upstream server;
    private final OpenAiAbilities abilities;
    private final Listing listing;

    public OpenAiProvider(String name, RawClient client, OpenAiAbilities abilities) {
        this.server = new Upstream(name, Protocol.OPENAI, client, Map.of("content-type", "application/json"));
        this.abilities = abilities;
        this.listing = new Listing(server, "/models");
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
        var at = name() + "/" + model;
        var own = call.passage(Protocol.OPENAI).filter(passage -> abilities.responses() || !passage.path().equals("/responses"));
        if (own.isPresent()) {
            return passage(at, own.get(), model, call.request().stream());
        }
        return switch (call.translated()) {
            case ModelRequest.Chat chat ->
                call(at, CHAT, abilities.askForUsage(abilities.limited(words(chat, model)), chat.stream()),
                        chat.stream(), new OpenAiFrames(at));
            case ModelRequest.Completion prompt when prompt.form() == ModelRequest.Completion.Form.TURN ->
                call(at, CHAT, abilities.askForUsage(abilities.limited(words(prompt.turn(), model)), prompt.stream()),
                        prompt.stream(),
                        new OpenAiFrames(at));
            case ModelRequest.Completion prompt ->
                call(at, COMPLETIONS, abilities.askForUsage(OpenAiWords.completion(prompt, model), prompt.stream()),
                        prompt.stream(), new OpenAiFrames(at));
            case ModelRequest.Embed embed -> call(at, EMBEDDINGS, OpenAiWords.embed(embed, model), false,
                    OpenAiFrames.embeddings(at, embed.texts().size()));
            case ModelRequest.Rerank rerank -> {
                var embed = Ranking.embedding(rerank);
                yield call(at, EMBEDDINGS, OpenAiWords.embed(embed, model), false,
                        new Ranking(rerank, OpenAiFrames.embeddings(at, embed.texts().size())));
            }
        };
    }

    /// True: such servers do not list all that they have.
    @Override
    public boolean has(String model) {
        return true;
    }

    /// None: its list does not say what a model can do.
    @Override
    public Optional<String> firstModelFor(Operation operation) {
        return Optional.empty();
    }

    @Override
    public List<ListedModel> models() {
        return listing.models(OpenAiProvider::model);
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

    /// As it came, but for the model's name, ours of the provider, the wish for usage, and the field for the most tokens.
    private Outgoing passage(String at, Passage passage, String model, boolean stream) {
        var body = passage.bodyFor(model);
        if (passage.path().equals(CHAT)) {
            abilities.limited(body);
        }
        boolean asked = body.at("/stream_options/include_usage").asBoolean();
        boolean chunks = passage.path().equals(CHAT) || passage.path().equals(COMPLETIONS);
        var reader = passage.path().equals("/responses")
                ? new OpenAiResponseFrames(at)
                : chunks ? new OpenAiFrames(at, !asked) : new OpenAiFrames(at);
        return server.pass(at, passage, chunks ? abilities.askForUsage(body, stream) : body,
                exchange -> answer(at, exchange, stream, reader));
    }

    private Outgoing call(String at, String path, ObjectNode body, boolean stream, FrameReader reader) {
        return server.call(at, path, body, exchange -> answer(at, exchange, stream, reader));
    }

    private ObjectNode words(ModelRequest.Chat chat, String model) {
        return OpenAiWords.chat(chat, model, abilities.reasoningHistory());
    }

    private static ProviderAnswer answer(String at, RawExchange exchange, boolean stream, FrameReader reader) {
        return stream ? EventStream.unlessWhole(at, exchange, reader) : new WholeBody(at, exchange, reader);
    }

    private static ListedModel model(ObjectNode model) {
        var created = Document.count(model.path("created"));
        return new ListedModel(model.path("id").asText(),
                created.isPresent() ? Optional.of(Instant.ofEpochSecond(created.getAsLong())) : Optional.empty(),
                Optional.of(new ListedModel.Said(Protocol.OPENAI, model)));
    }
}
