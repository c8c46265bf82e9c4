package gateway.v1.provider.ollama;

import ai.client.AiException;
import ai.client.direct.RawClient;
import ai.client.direct.RawRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import gateway.v1.provider.ListedModel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import usage.store.Operation;

/// Which models a server of Ollama's kind has, in its own order, and what each can do. Remembered, and asked again when
/// a model is not among them: models are added far more often than they go.
final class OllamaCatalog {

    /// For how long a server that could not be asked is not asked again.
    private static final Duration NOT_ASKED_AGAIN = Duration.ofSeconds(5);

    private final RawClient client;
    private final Map<String, List<String>> capabilities = new ConcurrentHashMap<>();
    private volatile List<String> models = List.of();
    private volatile OptionalLong failedAt = OptionalLong.empty();

    OllamaCatalog(RawClient client) {
        this.client = client;
    }

    boolean has(String model) {
        if (matches(models, model) || hasFailedLately()) {
            return true;
        }
        try {
            return matches(refresh(), model);
        } catch (AiException e) {
            // Nobody to ask: the attempt itself will tell, and its row will say so.
            failedAt = OptionalLong.of(System.nanoTime());
            return true;
        }
    }

    private boolean hasFailedLately() {
        var at = failedAt;
        return at.isPresent() && System.nanoTime() - at.getAsLong() < NOT_ASKED_AGAIN.toNanos();
    }

    /// @throws AiException where there is nobody to ask
    Optional<String> firstFor(Operation operation) {
        var needed = switch (operation) {
            case CHAT, TEXT_COMPLETION -> "completion";
            case EMBEDDINGS, RERANK -> "embedding";
        };
        var known = models.isEmpty() ? refresh() : models;
        return known.stream().filter(model -> can(model, needed)).findFirst();
    }

    /// Its models with what it says of each.
    ///
    /// @throws AiException where there is nobody to ask
    List<ListedModel> list() {
        var tags = StreamSupport.stream(get("/api/tags").path("models").spliterator(), false)
                .filter(ObjectNode.class::isInstance)
                .map(tag -> new ListedModel(tag.path("name").asText(), instant(tag.path("modified_at").asText()),
                        Optional.of(new ListedModel.Said(Protocol.OLLAMA, (ObjectNode) tag))))
                .toList();
        models = tags.stream().map(ListedModel::name).toList();
        return tags;
    }

    String version() {
        return get("/api/version").path("version").asText();
    }

    private boolean can(String model, String capability) {
        return capabilities.computeIfAbsent(model, this::askCapabilities).contains(capability);
    }

    private List<String> askCapabilities(String model) {
        var request = new RawRequest("POST", "/api/show", Map.of("content-type", "application/json"),
                Json.bytes(Json.object().put("model", model)));
        var shown = ask(request).path("capabilities");
        return StreamSupport.stream(shown.spliterator(), false).map(JsonNode::asText).toList();
    }

    private List<String> refresh() {
        return list().stream().map(ListedModel::name).toList();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            // It says none, or not so that it can be read.
            return Optional.empty();
        }
    }

    private JsonNode get(String path) {
        return ask(new RawRequest("GET", path, Map.of(), new byte[0]));
    }

    private JsonNode ask(RawRequest request) {
        try (var exchange = client.exchange(request)) {
            if (exchange.status() != 200) {
                throw new AiException(exchange.status(), request.path() + " answered " + exchange.status());
            }
            return Json.MAPPER.readTree(exchange.body());
        } catch (IOException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, request.path() + " cannot be read", e);
        }
    }

    /// Ollama takes `name` for `name:latest`.
    private static boolean matches(List<String> known, String model) {
        return known.contains(model) || known.contains(model + ":latest")
                || known.stream().anyMatch(name -> model.equals(name + ":latest"));
    }
}
