package ai.client;

import java.util.List;
import java.util.OptionalInt;

/// Documents to be ordered by how well they fit a query.
///
/// @param model by whom
/// @param query what they should fit
/// @param documents at least one
/// @param topN how many are wanted; empty: all
public record RerankRequest(ModelRef model, String query, List<String> documents, OptionalInt topN) {

    public RerankRequest {
        documents = List.copyOf(documents);
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("nothing to rerank");
        }
    }
}
