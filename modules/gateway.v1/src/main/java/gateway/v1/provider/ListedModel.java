package gateway.v1.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Protocol;
import java.time.Instant;
import java.util.Optional;

/// A model as its provider lists it.
///
/// @param name as the provider names it
/// @param created since when it is there, where that is said
/// @param said what else the provider says of it
public record ListedModel(String name, Optional<Instant> created, Optional<Said> said) {

    /// An entry of a provider's list.
    ///
    /// @param protocol whose shape it has
    /// @param entry as it came
    public record Said(Protocol protocol, ObjectNode entry) {}

    /// A model of which only the name is known.
    public static ListedModel named(String name) {
        return new ListedModel(name, Optional.empty(), Optional.empty());
    }

    /// A copy of what is said of it, where that has the shape of `protocol`.
    public Optional<ObjectNode> entry(Protocol protocol) {
        return said.filter(words -> words.protocol() == protocol).map(words -> words.entry().deepCopy());
    }
}
