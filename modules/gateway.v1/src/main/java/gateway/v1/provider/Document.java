package gateway.v1.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import usage.store.Tokens;

/// Reads what providers write: JSON objects in which any field may be missing, or be of another type than it should.
public final class Document {

    private Document() {}

    /// One document.
    ///
    /// @param at `provider/model`, for messages
    /// @throws gateway.v1.call.GatewayException `bad_response` where it is no JSON object
    public static ObjectNode read(String at, byte[] raw) {
        try {
            if (Json.MAPPER.readTree(raw) instanceof ObjectNode document) {
                return document;
            }
            throw new IOException("not an object");
        } catch (IOException e) {
            throw ProviderFaults.unreadable(at, e);
        }
    }

    /// A field's text; one of no length says nothing.
    public static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isEmpty());
    }

    /// A count; what is none is unknown.
    public static OptionalLong count(JsonNode count) {
        return count.isIntegralNumber() && count.longValue() >= 0 ? OptionalLong.of(count.longValue()) : OptionalLong.empty();
    }

    /// That so much was used; nothing where nothing is known, which must not replace what was known before.
    public static Optional<ModelEvent> used(Tokens tokens) {
        return Optional.of(tokens).filter(known -> !known.equals(Tokens.UNKNOWN)).map(ModelEvent.Used::new);
    }

    /// The id of a tool's call. Some servers give it none; those who answer one need it all the same.
    public static String callId(JsonNode call) {
        return text(call, "id").orElseGet(() -> "call_" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }
}
