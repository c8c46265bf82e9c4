package ai.client;

import java.util.List;

/// Texts as vectors.
///
/// @param model the model that made them
/// @param vectors one `float[dimensions]` per text, in the texts' order
/// @param usage its tokens
public record Embeddings(String model, List<float[]> vectors, TokenUsage usage) {}
