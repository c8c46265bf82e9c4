package vectord.service.index;

import java.util.List;
import vectord.service.Chunk;
import vectord.service.Document;

/// A document ready for the index.
///
/// @param document the document
/// @param chunks its chunks, at least one
/// @param vectors a unit vector `float[dimensions]` for each chunk, in the same order
public record EmbeddedDocument(Document document, List<Chunk> chunks, List<float[]> vectors) {

    public EmbeddedDocument {
        chunks = List.copyOf(chunks);
        vectors = List.copyOf(vectors);
        if (chunks.isEmpty() || chunks.size() != vectors.size()) {
            throw new IllegalArgumentException(
                    "document " + document.id() + ": " + chunks.size() + " chunks, " + vectors.size() + " vectors");
        }
    }
}
