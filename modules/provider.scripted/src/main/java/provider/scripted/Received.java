package provider.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A model call as the provider received it, whole.
///
/// @param path path of the request
/// @param headers its headers, names in lower case
/// @param body its body
/// @param hungUp completed when the caller hung up before it had the whole answer
public record Received(String path, Map<String, List<String>> headers, JsonNode body, CompletableFuture<Void> hungUp) {

    /// The first value of a header; `name` in lower case.
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// The model it asks for.
    public String model() {
        return body.path("model").asText();
    }

    /// Whether it asks for a stream; Ollama streams unless told otherwise.
    public boolean streams() {
        return body.path("stream").asBoolean(true);
    }
}
