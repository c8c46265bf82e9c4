package ai.client.direct;

import ai.client.AiClient;
import ai.client.http.HttpTransport;
import ai.client.AiException;
import ai.client.Answer;
import ai.client.AnswerStream;
import ai.client.CallContext;
import ai.client.ChatRequest;
import ai.client.EmbedRequest;
import ai.client.Embeddings;
import ai.client.GenerateRequest;
import ai.client.Ranking;
import ai.client.RerankRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Typed calls in Ollama's protocol over raw exchanges.
final class OllamaClient implements DirectAiClient {

    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final HttpTransport transport;

    OllamaClient(HttpTransport transport) {
        this.transport = transport;
    }

    @Override
    public RawExchange exchange(RawRequest request, Runnable leaving) {
        return transport.exchange(request, leaving);
    }

    @Override
    public AiClient in(CallContext context) {
        return this;
    }

    @Override
    public Answer generate(GenerateRequest request) {
        return OllamaCodec.answer(ask("/api/generate", OllamaCodec.generate(request, false)));
    }

    @Override
    public AnswerStream generateStream(GenerateRequest request) {
        return new LineByLineAnswer(send("/api/generate", OllamaCodec.generate(request, true)));
    }

    @Override
    public Answer chat(ChatRequest request) {
        return OllamaCodec.answer(ask("/api/chat", OllamaCodec.chat(request, false)));
    }

    @Override
    public AnswerStream chatStream(ChatRequest request) {
        return new LineByLineAnswer(send("/api/chat", OllamaCodec.chat(request, true)));
    }

    @Override
    public Embeddings embed(EmbedRequest request) {
        return OllamaCodec.embeddings(ask("/api/embed", OllamaCodec.embed(request)), request.texts().size());
    }

    /// Ollama has no reranker: the query and the documents are embedded in one call and compared by cosine.
    @Override
    public Ranking rerank(RerankRequest request) {
        return CosineRanking.of(request, embed(CosineRanking.embedding(request)));
    }

    @Override
    public void close() {
        transport.close();
    }

    private JsonNode ask(String path, ObjectNode body) {
        try (var exchange = send(path, body)) {
            return OllamaCodec.read(exchange.body());
        }
    }

    private RawExchange send(String path, ObjectNode body) {
        var exchange = transport.exchange(new RawRequest("POST", path, HEADERS, OllamaCodec.bytes(body)));
        if (exchange.status() != 200) {
            try (exchange) {
                throw new AiException(exchange.status(), OllamaCodec.errorMessage(exchange));
            }
        }
        return exchange;
    }
}
