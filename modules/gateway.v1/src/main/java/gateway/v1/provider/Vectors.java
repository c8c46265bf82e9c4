package gateway.v1.provider;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.ModelEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Reads vectors as providers write them: lists of numbers, or little-endian floats in base64.
public final class Vectors {

    private Vectors() {}

    /// The vectors of one answer.
    ///
    /// @param at `provider/model`, for messages
    /// @throws gateway.v1.call.GatewayException `bad_response` where they are not numbers, or not all of one length
    public static ModelEvent.Embedded read(String at, Stream<JsonNode> nodes) {
        var vectors = nodes.map(node -> vector(at, node)).toList();
        check(at, vectors.stream().mapToInt(vector -> vector.length).distinct().count() <= 1,
                "embeddings of different dimensions");
        return new ModelEvent.Embedded(vectors);
    }

    /// The same, where as many are expected as texts were sent.
    ///
    /// @throws gateway.v1.call.GatewayException `bad_response` also where there are more or fewer
    public static ModelEvent.Embedded read(String at, Stream<JsonNode> nodes, int expected) {
        var embedded = read(at, nodes);
        check(at, embedded.vectors().size() == expected,
                embedded.vectors().size() + " embeddings for " + expected + " texts");
        return embedded;
    }

    private static float[] vector(String at, JsonNode node) {
        if (node.isTextual()) {
            return decoded(at, node.textValue());
        }
        check(at, node.isArray(), "an embedding that is no list");
        float[] vector = new float[node.size()];
        for (int place = 0; place < vector.length; place++) {
            check(at, node.get(place).isNumber(), "an embedding that is not numbers");
            vector[place] = node.get(place).floatValue();
        }
        return vector;
    }

    private static float[] decoded(String at, String base64) {
        try {
            var floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            float[] vector = new float[floats.remaining()];
            floats.get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw ProviderFaults.unreadable(at, e);
        }
    }

    private static void check(String at, boolean holds, String otherwise) {
        if (!holds) {
            throw ProviderFaults.unreadable(at, new IOException(otherwise));
        }
    }
}
