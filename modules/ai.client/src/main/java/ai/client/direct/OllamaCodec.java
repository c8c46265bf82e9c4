package ai.client.direct;

import ai.client.AiException;
import ai.client.Answer;
import ai.client.ChatRequest;
import ai.client.EmbedRequest;
import ai.client.Embeddings;
import ai.client.GenerateRequest;
import ai.client.ModelRef;
import ai.client.Sampling;
import ai.client.TokenUsage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

/// The shapes of Ollama's protocol, as far as a typed client needs them.
final class OllamaCodec {

    static final ObjectMapper JSON = new ObjectMapper();
    /// Most bytes of a whole answer.
    private static final int LONGEST = 64 << 20;

    private OllamaCodec() {}

    static ObjectNode generate(GenerateRequest request, boolean stream) {
        var body = model(request.model()).put("prompt", request.prompt()).put("stream", stream);
        request.system().ifPresent(system -> body.put("system", system));
        return options(body, request.sampling());
    }

    static ObjectNode chat(ChatRequest request, boolean stream) {
        var body = model(request.model()).put("stream", stream);
        var messages = body.putArray("messages");
        request.messages().forEach(message -> messages.addObject().put("role", message.role()).put("content", message.content()));
        return options(body, request.sampling());
    }

    static ObjectNode embed(EmbedRequest request) {
        var body = model(request.model());
        request.texts().forEach(body.putArray("input")::add);
        return body;
    }

    static Answer answer(JsonNode body) {
        if (!body.path("done").asBoolean()) {
            throw new AiException(AiException.Code.BAD_RESPONSE, "the model server's answer is not done");
        }
        return new Answer(body.path("model").asText(), text(body), finishReason(body), usage(body));
    }

    static Embeddings embeddings(JsonNode body, int expected) {
        var vectors = new ArrayList<float[]>();
        body.path("embeddings").forEach(vector -> vectors.add(vector(vector)));
        if (vectors.stream().mapToInt(vector -> vector.length).distinct().count() > 1) {
            throw new AiException(AiException.Code.BAD_RESPONSE, "the model server answered embeddings of different dimensions");
        }
        if (vectors.size() != expected) {
            throw new AiException(AiException.Code.BAD_RESPONSE,
                    "asked for " + expected + " embeddings, the model server answered " + vectors.size());
        }
        return new Embeddings(body.path("model").asText(), vectors, usage(body));
    }

    private static float[] vector(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        for (int at = 0; at < vector.length; at++) {
            if (!numbers.get(at).isNumber()) {
                throw new AiException(AiException.Code.BAD_RESPONSE,
                        "the model server answered an embedding that is not numbers");
            }
            vector[at] = numbers.get(at).floatValue();
        }
        return vector;
    }

    static String text(JsonNode body) {
        return body.has("message") ? body.path("message").path("content").asText() : body.path("response").asText();
    }

    static Optional<String> finishReason(JsonNode body) {
        return Optional.ofNullable(body.path("done_reason").textValue());
    }

    /// Ollama leaves a counter out where it is zero or unknown: absent means unknown.
    static TokenUsage usage(JsonNode body) {
        return new TokenUsage(count(body.path("prompt_eval_count")), count(body.path("eval_count")));
    }

    static JsonNode read(InputStream in) {
        try (in) {
            byte[] bytes = in.readNBytes(LONGEST);
            if (bytes.length == LONGEST) {
                throw new AiException(AiException.Code.BAD_RESPONSE, "the model server's answer is over " + LONGEST + " bytes");
            }
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, "the model server's answer cannot be read", e);
        }
    }

    static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, "a line of the model server's answer cannot be read", e);
        }
    }

    static String errorMessage(RawExchange exchange) {
        var fallback = "the model server answered " + exchange.status();
        try (var in = exchange.body()) {
            return JSON.readTree(in.readNBytes(1 << 16)).path("error").asText(fallback);
        } catch (IOException e) {
            return fallback + ", with a body that cannot be read (" + e.getClass().getSimpleName() + ")";
        }
    }

    static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("request cannot be written as JSON", e);
        }
    }

    private static ObjectNode model(ModelRef model) {
        return JSON.createObjectNode().put("model",
                model.model().orElseThrow(() -> new IllegalArgumentException("a model server has no default model: name one")));
    }

    private static ObjectNode options(ObjectNode body, Sampling sampling) {
        if (sampling.equals(Sampling.DEFAULT)) {
            return body;
        }
        var options = body.putObject("options");
        sampling.temperature().ifPresent(temperature -> options.put("temperature", temperature));
        sampling.maxTokens().ifPresent(most -> options.put("num_predict", most));
        if (!sampling.stop().isEmpty()) {
            sampling.stop().forEach(options.putArray("stop")::add);
        }
        return body;
    }

    private static OptionalLong count(JsonNode count) {
        return count.isIntegralNumber() ? OptionalLong.of(count.longValue()) : OptionalLong.empty();
    }
}
