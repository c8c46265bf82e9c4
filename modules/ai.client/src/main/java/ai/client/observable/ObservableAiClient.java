package ai.client.observable;

import ai.client.AiClient;
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
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Every call over one hop through the gateway.
public final class ObservableAiClient implements AiClient {

    private final GatewayConnection gateway;
    private final CallContext context;

    /// A client of its own, with a connection of its own.
    public ObservableAiClient(Supplier<URI> gateway, Optional<String> key, CallContext context) {
        this(new GatewayConnection(gateway, key), context);
    }

    private ObservableAiClient(GatewayConnection gateway, CallContext context) {
        this.gateway = gateway;
        this.context = context;
    }

    @Override
    public AiClient in(CallContext other) {
        return new ObservableAiClient(gateway, other);
    }

    @Override
    public Answer generate(GenerateRequest request) {
        return chat(OpenAiCodec.asChat(request));
    }

    @Override
    public AnswerStream generateStream(GenerateRequest request) {
        return chatStream(OpenAiCodec.asChat(request));
    }

    @Override
    public Answer chat(ChatRequest request) {
        return OpenAiCodec.answer(ask(gateway.api()::chat, OpenAiCodec.chat(request, false)));
    }

    @Override
    public AnswerStream chatStream(ChatRequest request) {
        var response = send(gateway.api()::chatStream, OpenAiCodec.chat(request, true));
        return new ServerSentAnswer(response);
    }

    @Override
    public Embeddings embed(EmbedRequest request) {
        return OpenAiCodec.embeddings(ask(gateway.api()::embeddings, OpenAiCodec.embed(request)), request.texts().size());
    }

    @Override
    public Ranking rerank(RerankRequest request) {
        return OpenAiCodec.ranking(ask(gateway.api()::rerank, OpenAiCodec.rerank(request)));
    }

    @Override
    public void close() {
        gateway.close();
    }

    private JsonNode ask(BiFunction<CallHeaders, String, Response> endpoint, ObjectNode body) {
        try (var response = send(endpoint, body)) {
            return OpenAiCodec.read(response);
        }
    }

    private Response send(BiFunction<CallHeaders, String, Response> endpoint, ObjectNode body) {
        try {
            var response = endpoint.apply(new CallHeaders(context, gateway.key()), body.toString());
            if (response.getStatus() >= 400) {
                try (response) {
                    throw new AiException(response.getStatus(), OpenAiCodec.errorMessage(response));
                }
            }
            return response;
        } catch (ProcessingException e) {
            throw failure(e);
        }
    }

    private AiException failure(ProcessingException e) {
        return e.getCause() instanceof AiException told
                ? told
                : new AiException(AiException.Code.BAD_RESPONSE, gateway.uri() + ": the gateway's answer cannot be read", e);
    }
}
