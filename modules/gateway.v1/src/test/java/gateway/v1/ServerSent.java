package gateway.v1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.util.List;

/// Reads server-sent events.
final class ServerSent {

    private ServerSent() {}

    /// The documents of a stream's events, without `[DONE]`.
    static List<JsonNode> data(String stream) {
        return stream.lines().filter(line -> line.startsWith("data: {")).map(line -> read(line.substring(6))).toList();
    }

    private static JsonNode read(String document) {
        try {
            return Json.MAPPER.readTree(document);
        } catch (JsonProcessingException e) {
            throw new AssertionError(document, e);
        }
    }
}
