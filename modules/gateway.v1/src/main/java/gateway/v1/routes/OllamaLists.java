package gateway.v1.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Models in the shape of Ollama's lists. What a provider of that kind says of a model stays as it came; others are shown as Ollama
/// shows models that run elsewhere.
final class OllamaLists {

    private OllamaLists() {}

    /// The answer of `GET /api/tags`.
    static ObjectNode tags(List<Catalogue.Entry> entries) {
        var answer = Json.object();
        var models = answer.putArray("models");
        entries.forEach(entry -> models.add(tag(entry)));
        return answer;
    }

    /// The answer of `POST /api/show`, for a model of which hardly anything is known.
    static ObjectNode show(Catalogue.Entry entry) {
        var answer = Json.object();
        answer.set("details", details());
        answer.putObject("model_info");
        answer.putArray("capabilities").add(isForEmbedding(entry.model().name()) ? "embedding" : "completion");
        return remote(answer, entry);
    }

    private static ObjectNode tag(Catalogue.Entry entry) {
        return entry.model().entry(Protocol.OLLAMA).orElseGet(() -> {
            // Ollama's own client shows a digest's first twelve characters, whatever its length.
            var tag = Json.object().put("size", 0).put("digest", digest(entry.provider() + "/" + entry.model().name()));
            tag.set("details", details());
            return remote(tag, entry);
        }).put("name", entry.name()).put("model", entry.name());
    }

    private static ObjectNode remote(ObjectNode node, Catalogue.Entry entry) {
        entry.model().created().ifPresent(created -> node.put("modified_at", created.toString()));
        return node.put("remote_model", entry.model().name()).put("remote_host", entry.provider());
    }

    /// As Ollama says it of a model that it does not know.
    private static ObjectNode details() {
        var details = Json.object().put("parent_model", "").put("format", "").put("family", "");
        details.putNull("families");
        return details.put("parameter_size", "").put("quantization_level", "");
    }

    /// Other providers' lists do not say what a model is for; those for vectors are called so.
    private static boolean isForEmbedding(String model) {
        return model.toLowerCase(Locale.ROOT).contains("embed");
    }

    private static String digest(String name) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
