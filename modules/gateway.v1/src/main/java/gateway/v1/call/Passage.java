package gateway.v1.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// A request in the words it came in, for a provider that speaks the same protocol: fields that we do not know survive.
///
/// @param protocol whose words
/// @param path where that protocol takes it
/// @param body the request as it came
/// @param headers those of the caller's that the protocol gives a meaning, names in lower case
public record Passage(Protocol protocol, String path, ObjectNode body, Map<String, String> headers) {

    public Passage {
        headers = Map.copyOf(headers);
    }

    /// The body for a provider, which knows the model by another name and our field for providers not at all.
    ///
    /// @param model as the provider names it
    public ObjectNode bodyFor(String model) {
        var own = body.deepCopy().put("model", model);
        own.remove("provider");
        return own;
    }

    /// A request without headers of its protocol's.
    public Passage(Protocol protocol, String path, ObjectNode body) {
        this(protocol, path, body, Map.of());
    }
}
