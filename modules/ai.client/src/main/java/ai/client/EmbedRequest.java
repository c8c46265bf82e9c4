package ai.client;

import java.util.List;

/// Texts to be turned into vectors.
///
/// @param model by whom
/// @param texts at least one
public record EmbedRequest(ModelRef model, List<String> texts) {

    public EmbedRequest {
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("nothing to embed");
        }
    }
}
