package gateway.v1.provider.ollama;

import ai.client.AiException;
import ai.client.direct.RawClient;
import ai.client.direct.RawExchange;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Protocol;
import gateway.v1.provider.FrameReader;
import gateway.v1.provider.LineStream;
import gateway.v1.provider.ListedModel;
import gateway.v1.provider.Outgoing;
import gateway.v1.provider.Provider;
import gateway.v1.provider.ProviderAnswer;
import gateway.v1.provider.ProviderFaults;
import gateway.v1.provider.Ranking;
import gateway.v1.provider.Upstream;
import gateway.v1.provider.WholeBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import usage.store.Operation;

/// A provider that speaks Ollama's protocol: the sidecar, or another server of that kind.
public final class OllamaProvider implements Provider {

    private final Upstream server;
    private final OllamaCatalog catalog;

    public OllamaProvider(String name, RawClient client) {
        this.server = new Upstream(name, Protocol.OLLAMA, client, Map.of("content-type", "application/json"));
        this.catalog = new OllamaCatalog(client);
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
        var own = call.passage(Protocol.OLLAMA);
        if (own.isPresent()) {
            return server.pass(at, own.get(), own.get().bodyFor(model),
                    answer(at, call.request().stream(), new OllamaFrames(at)));
        }
        return switch (call.translated()) {
            case ModelRequest.Chat chat -> server.call(at, "/api/chat", OllamaWords.chat(chat, model),
                    answer(at, chat.stream(), new OllamaFrames(at)));
            case ModelRequest.Completion prompt -> server.call(at, "/api/generate", OllamaWords.generate(prompt, model),
                    answer(at, prompt.stream(), new OllamaFrames(at)));
            case ModelRequest.Embed embed -> server.call(at, "/api/embed", OllamaWords.embed(embed, model),
                    answer(at, false, OllamaFrames.embeddings(at, embed.texts().size())));
            case ModelRequest.Rerank rerank -> {
                var embed = Ranking.embedding(rerank);
                yield server.call(at, "/api/embed", OllamaWords.embed(embed, model),
                        answer(at, false, new Ranking(rerank, OllamaFrames.embeddings(at, embed.texts().size()))));
            }
        };
    }

    @Override
    public boolean has(String model) {
        return catalog.has(model);
    }

    @Override
    public Optional<String> firstModelFor(Operation operation) {
        try {
            return catalog.firstFor(operation);
        } catch (AiException e) {
            throw ProviderFaults.unavailable("no model named, and provider '" + name() + "' cannot be asked which it has", e);
        }
    }

    @Override
    public List<ListedModel> models() {
        try {
            return catalog.list();
        } catch (AiException e) {
            throw ProviderFaults.unavailable("provider '" + name() + "' cannot be asked which models it has", e);
        }
    }

    @Override
    public String version() {
        try {
            return catalog.version();
        } catch (AiException e) {
            throw ProviderFaults.opening(name(), e);
        }
    }

    @Override
    public byte[] look(String path, Optional<ObjectNode> question) {
        return server.look(path, question);
    }

    @Override
    public void close() {
        server.client().close();
    }

    private static Function<RawExchange, ProviderAnswer> answer(String at, boolean stream, FrameReader reader) {
        return exchange -> stream ? new LineStream(at, exchange, reader) : new WholeBody(at, exchange, reader);
    }
}
