package gateway.v1.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// A function that the model may call.
///
/// @param name its name
/// @param description what it does
/// @param parameters JSON schema of its arguments
/// @param strict whether arguments must keep to the schema; empty: the provider decides
public record Tool(String name, Optional<String> description, Optional<JsonNode> parameters, Optional<Boolean> strict) {}
