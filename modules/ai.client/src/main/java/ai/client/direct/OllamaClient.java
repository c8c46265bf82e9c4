package ai.client.direct;

import ai.client.AiClient;
import ai.client.Answer;
import ai.client.AnswerStream;
import ai.client.CallContext;
import ai.client.ChatRequest;
import ai.client.EmbedRequest;
import ai.client.Embeddings;
import ai.client.GenerateRequest;
import ai.client.Ranking;
import ai.client.RerankRequest;

/// Typed calls in Ollama's protocol over raw exchanges.
final class OllamaClient implements DirectAiClient {

    private final HttpTransport transport;

    OllamaClient(HttpTransport transport) {
        this.transport = transport;
    }

    @Override
    public RawExchange exchange(RawRequest request) {
        return transport.exchange(request);
    }

    @Override
    public AiClient in(CallContext context) {
        return this;
    }

    @Override
    public Answer generate(GenerateRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerStream generateStream(GenerateRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer chat(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerStream chatStream(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Embeddings embed(EmbedRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Ranking rerank(RerankRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        transport.close();
    }
}
