package gateway.v1.call;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A request in the words it came in, for a provider that speaks the same protocol: fields that we do not know survive.
///
/// @param protocol whose words
/// @param path where that protocol takes it
/// @param body the request as it came
public record Passage(Protocol protocol, String path, ObjectNode body) {}
