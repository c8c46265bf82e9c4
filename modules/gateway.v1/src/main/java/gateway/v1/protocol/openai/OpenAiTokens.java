package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/// Inputs in a model's own tokens, as OpenAI's models take them in the place of a text: a list of numbers, or of such lists.
final class OpenAiTokens {

    private OpenAiTokens() {}

    static boolean are(JsonNode input) {
        return input.isArray() && !input.isEmpty() && (input.get(0).isIntegralNumber() || input.get(0).isArray());
    }

    /// How many there are in all.
    static long count(JsonNode input) {
        return StreamSupport.stream(input.spliterator(), false).mapToLong(item -> item.isArray() ? item.size() : 1).sum();
    }
}
