package vectord.service.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vectord.service.Chunking;
import vectord.service.Failure;
import vectord.service.Pin;
import vectord.service.collection.Status;

/// A collection as it is shown.
record CollectionView(String object, String name, String createdAt, int documents, int chunks, int pending, int failed,
        List<Failure> failures, EmbeddingView embedding, Chunking chunking, int generation, long bytes) {

    private static final int SHOWN_FAILURES = 10;

    static CollectionView of(Status status) {
        return new CollectionView("collection", status.name().value(), status.createdAt().toString(), status.documents(),
                status.chunks(),
                status.pending(), status.failures().size(), status.failures().stream().limit(SHOWN_FAILURES).toList(),
                EmbeddingView.of(status), status.settings().chunking(), status.generation(), status.bytes());
    }

    /// Its embedding: what it is pinned to, else what it was created with; null is not known yet.
    record EmbeddingView(Optional<String> provider, Optional<String> model, OptionalInt dimensions) {

        static EmbeddingView of(Status status) {
            var wanted = status.settings().embedding();
            return new EmbeddingView(status.pin().map(Pin::provider).or(wanted::provider),
                    status.pin().map(Pin::model).or(wanted::model),
                    status.pin().map(pin -> OptionalInt.of(pin.dimensions())).orElse(OptionalInt.empty()));
        }
    }
}
