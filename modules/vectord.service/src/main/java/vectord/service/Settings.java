package vectord.service;

import ai.client.ModelRef;

/// What a collection was created with.
///
/// @param embedding by which model it is to be embedded, as far as that was said
/// @param chunking how its texts are cut
public record Settings(ModelRef embedding, Chunking chunking) {}
