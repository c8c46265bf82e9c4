package vectord.service.collection;

import java.nio.file.Path;
import java.time.Duration;
import vectord.service.Chunking;

/// What the configuration says.
///
/// @param folder where collections lie
/// @param provider the provider a call goes to that names none
/// @param chunking how texts are cut in a collection that does not say
/// @param embedBatch most texts of one embedding call
/// @param embedCalls most embedding calls for documents at a time, over all collections
/// @param maxPendingBytes bytes of documents waiting, over all collections, from which on new ones are refused
/// @param waitLimit longest that a request waits for its documents to be searchable
/// @param retry when failed writes are tried again
public record Tuning(Path folder, String provider, Chunking chunking, int embedBatch, int embedCalls, long maxPendingBytes,
        Duration waitLimit, Retry retry) {

    public Tuning {
        if (embedBatch < 1 || embedCalls < 1 || maxPendingBytes < 1) {
            throw new IllegalArgumentException(
                    "vectors.embed-batch, vectors.embed-calls and vectors.max-pending-bytes are at least 1");
        }
    }
}
