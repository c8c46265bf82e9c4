package vectord.service.collection;

import ai.client.AiClient;
import ai.client.CallContext;
import ai.client.EmbedRequest;
import java.util.List;
import java.util.concurrent.Semaphore;
import vectord.service.VectorsException;
import vectord.service.index.UnitVector;

/// Embeds a collection's texts, and holds it to the one embedding that it is pinned to.
final class Embedder {

    private static final String SEARCH = "vectord.service.search";

    private final AiClient client;
    private final Semaphore calls;
    private final Identity identity;
    private final ModelCall call;

    /// @param calls one permit for each call for documents that may be made at a time
    Embedder(AiClient client, Semaphore calls, Identity identity, String defaultProvider) {
        this.client = client;
        this.calls = calls;
        this.identity = identity;
        this.call = new ModelCall(defaultProvider, identity.settings().embedding());
    }

    /// Unit vectors of a query, on behalf of whoever asked.
    float[] query(String text, CallContext context) {
        return embed(List.of(text), context.as(SEARCH)).getFirst();
    }

    /// Unit vectors of documents' chunks, in one call; the first ever pins the collection.
    List<float[]> documents(List<String> texts, CallContext context) {
        calls.acquireUninterruptibly();
        try {
            return embed(texts, context.as(Operation.CALLER));
        } finally {
            calls.release();
        }
    }

    private List<float[]> embed(List<String> texts, CallContext context) {
        var answer = call.run(() -> client.in(context).embed(new EmbedRequest(call.model(), texts)));
        if (answer.vectors().size() != texts.size()) {
            throw new VectorsException(VectorsException.Code.MODEL_FAILED,
                    call + ": " + answer.vectors().size() + " vectors for " + texts.size() + " texts");
        }
        int dimensions = answer.vectors().getFirst().length;
        identity.pin(call.model().provider().orElse(call.provider()), answer.model(), dimensions);
        try {
            return answer.vectors().stream().map(UnitVector::of).toList();
        } catch (IllegalArgumentException e) {
            throw new VectorsException(VectorsException.Code.MODEL_FAILED, call + ": not an embedding: " + e.getMessage(), e);
        }
    }
}
