package gateway.v1.provider;

import ai.client.AiException;
import ai.client.EmbedRequest;
import ai.client.ModelRef;
import ai.client.RerankRequest;
import ai.client.TokenUsage;
import ai.client.direct.DirectAiClient;
import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.ModelRequest;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import usage.store.ErrorType;
import usage.store.Operation;
import usage.store.Tokens;
import usage.store.UsageSource;

/// A provider that speaks Ollama's protocol: the sidecar, or another server of that kind.
public final class OllamaProvider implements Provider {

    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final String name;
    private final DirectAiClient client;
    private final OllamaCatalog catalog;

    public OllamaProvider(String name, DirectAiClient client) {
        this.name = name;
        this.client = client;
        this.catalog = new OllamaCatalog(client);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProviderAnswer open(ModelRequest request, String model, Optional<Passage> passage) {
        var at = name + "/" + model;
        try {
            var own = passage.filter(words -> words.protocol() == Protocol.OLLAMA);
            if (own.isPresent()) {
                return send(at, own.get().path(), own.get().body().deepCopy().put("model", model), request.stream());
            }
            return switch (request) {
                case ModelRequest.Chat chat -> send(at, "/api/chat", OllamaWords.chat(chat, model), chat.stream());
                case ModelRequest.Completion prompt ->
                    send(at, "/api/generate", OllamaWords.generate(prompt, model), prompt.stream());
                case ModelRequest.Embed embed -> embed(embed, model);
                case ModelRequest.Rerank rerank -> rerank(rerank, model);
            };
        } catch (AiException e) {
            throw ProviderFaults.opening(at, e);
        }
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
            throw new GatewayException(new Fault(ErrorType.PROVIDER_UNAVAILABLE, 502,
                    "no model named, and provider '" + name + "' cannot be asked which it has: " + e.getMessage()), e);
        }
    }

    @Override
    public String version() {
        try {
            return catalog.version();
        } catch (AiException e) {
            throw ProviderFaults.opening(name, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private ProviderAnswer send(String at, String path, ObjectNode body, boolean stream) {
        var exchange = client.exchange(new RawRequest("POST", path, HEADERS, Json.bytes(body)));
        if (exchange.status() != 200) {
            try (exchange) {
                throw ProviderFaults.status(at, exchange.status(), OllamaWhole.errorMessage(exchange), rateHeaders(exchange));
            }
        }
        return stream ? new OllamaStream(at, exchange) : new OllamaWhole(at, exchange);
    }

    private ProviderAnswer embed(ModelRequest.Embed request, String model) {
        var answer = client.embed(new EmbedRequest(ModelRef.of(model), request.texts()));
        return whole(answer.model(), new ModelEvent.Embedded(answer.vectors()), answer.usage());
    }

    private ProviderAnswer rerank(ModelRequest.Rerank request, String model) {
        var answer = client.rerank(new RerankRequest(ModelRef.of(model), request.query(), request.documents(), request.topN()));
        return whole(answer.model(), new ModelEvent.Ranked(answer.documents().stream()
                .map(document -> new ModelEvent.Ranked.Place(document.index(), document.relevance())).toList()), answer.usage());
    }

    private static ProviderAnswer whole(String model, ModelEvent result, TokenUsage usage) {
        return ProviderAnswer
                .of(new Frame(new byte[0], List.of(new ModelEvent.Started(Optional.of(model), Optional.empty()), result,
                        new ModelEvent.Used(tokens(usage)), new ModelEvent.Finished(Optional.empty())), true));
    }

    private static Tokens tokens(TokenUsage usage) {
        return usage.equals(TokenUsage.UNKNOWN)
                ? Tokens.UNKNOWN
                : new Tokens(usage.input(), OptionalLong.empty(), OptionalLong.empty(), usage.output(), OptionalLong.empty(),
                        UsageSource.PROVIDER);
    }

    private static Map<String, String> rateHeaders(RawExchange exchange) {
        return exchange.header("retry-after").map(value -> Map.of("retry-after", value)).orElse(Map.of());
    }
}
