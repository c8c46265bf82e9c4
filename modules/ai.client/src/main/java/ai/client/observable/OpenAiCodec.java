package ai.client.observable;

import ai.client.AiException;
import ai.client.Answer;
import ai.client.ChatRequest;
import ai.client.EmbedRequest;
import ai.client.Embeddings;
import ai.client.GenerateRequest;
import ai.client.Message;
import ai.client.ModelRef;
import ai.client.Ranking;
import ai.client.RerankRequest;
import ai.client.TokenUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

/// The shapes of OpenAI's (and for rankings Cohere's) protocol, as far as a typed client needs them.
final class OpenAiCodec {

    static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiCodec() {}

    static ChatRequest asChat(GenerateRequest request) {
        var messages = new ArrayList<Message>();
        request.system().map(Message::system).ifPresent(messages::add);
        messages.add(Message.user(request.prompt()));
        return new ChatRequest(request.model(), messages, request.sampling());
    }

    static ObjectNode chat(ChatRequest request, boolean stream) {
        var body = model(request.model());
        var messages = body.putArray("messages");
        request.messages().forEach(message -> messages.addObject().put("role", message.role()).put("content", message.content()));
        request.sampling().temperature().ifPresent(temperature -> body.put("temperature", temperature));
        request.sampling().maxTokens().ifPresent(most -> body.put("max_tokens", most));
        if (!request.sampling().stop().isEmpty()) {
            request.sampling().stop().forEach(body.putArray("stop")::add);
        }
        if (stream) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        return body;
    }

    static ObjectNode embed(EmbedRequest request) {
        var body = model(request.model());
        request.texts().forEach(body.putArray("input")::add);
        return body;
    }

    static ObjectNode rerank(RerankRequest request) {
        var body = model(request.model()).put("query", request.query());
        request.documents().forEach(body.putArray("documents")::add);
        request.topN().ifPresent(most -> body.put("top_n", most));
        return body;
    }

    static Answer answer(JsonNode body) {
        var choice = body.path("choices").path(0);
        if (choice.isMissingNode()) {
            throw new AiException(AiException.Code.BAD_RESPONSE, "the gateway's answer has no choices");
        }
        return new Answer(body.path("model").asText(), choice.path("message").path("content").asText(),
                Optional.ofNullable(choice.path("finish_reason").textValue()), usage(body.path("usage")));
    }

    static Embeddings embeddings(JsonNode body, int expected) {
        var vectors = new ArrayList<float[]>();
        body.path("data").forEach(item -> vectors.add(JSON.convertValue(item.path("embedding"), float[].class)));
        if (vectors.size() != expected) {
            throw new AiException(AiException.Code.BAD_RESPONSE,
                    "asked for " + expected + " embeddings, the gateway answered " + vectors.size());
        }
        return new Embeddings(body.path("model").asText(), vectors, usage(body.path("usage")));
    }

    static Ranking ranking(JsonNode body) {
        var documents = new ArrayList<Ranking.Ranked>();
        body.path("results").forEach(result -> documents
                .add(new Ranking.Ranked(result.path("index").asInt(), result.path("relevance_score").asDouble())));
        return new Ranking(body.path("model").asText(), documents, usage(body.path("usage")));
    }

    static TokenUsage usage(JsonNode usage) {
        return new TokenUsage(count(usage.path("prompt_tokens")), count(usage.path("completion_tokens")));
    }

    static JsonNode read(Response response) {
        try (var in = response.readEntity(InputStream.class)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, "the gateway's answer cannot be read", e);
        }
    }

    static String errorMessage(Response response) {
        var fallback = "the gateway answered " + response.getStatus();
        try (var in = response.readEntity(InputStream.class)) {
            return JSON.readTree(in).path("error").path("message").asText(fallback);
        } catch (IOException e) {
            return fallback + ", with a body that cannot be read (" + e.getClass().getSimpleName() + ")";
        }
    }

    private static ObjectNode model(ModelRef model) {
        var body = JSON.createObjectNode();
        model.provider().ifPresent(provider -> body.put("provider", provider));
        model.model().ifPresent(name -> body.put("model", name));
        return body;
    }

    private static OptionalLong count(JsonNode count) {
        return count.isIntegralNumber() ? OptionalLong.of(count.longValue()) : OptionalLong.empty();
    }
}
