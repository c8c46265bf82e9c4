package gateway.v1.provider;

import ai.client.EmbedRequest;
import ai.client.Embeddings;
import ai.client.ModelRef;
import ai.client.RerankRequest;
import ai.client.TokenUsage;
import ai.client.direct.CosineRanking;
import gateway.v1.call.Frame;
import gateway.v1.call.ModelEvent;
import gateway.v1.call.ModelRequest;
import java.util.List;
import java.util.OptionalInt;

/// Ranks by embeddings, where a provider embeds and does not rank: one embeddings call, then the cosine to the query.
///
/// @param request what is to be ranked
/// @param embeddings reads the answer of that call
public record Ranking(ModelRequest.Rerank request, FrameReader embeddings) implements FrameReader {

    /// The embeddings call that a ranking needs.
    public static ModelRequest.Embed embedding(ModelRequest.Rerank request) {
        return new ModelRequest.Embed(request.selection(), CosineRanking.embedding(typed(request)).texts(), OptionalInt.empty());
    }

    @Override
    public Frame whole(byte[] body) {
        var frame = embeddings.whole(body);
        return Frame.document(frame.raw(), frame.events().stream()
                .map(event -> event instanceof ModelEvent.Embedded(var vectors) ? ranked(vectors) : event).toList());
    }

    @Override
    public Frame piece(byte[] raw, String name, String data) {
        throw new IllegalStateException("embeddings are not streamed");
    }

    private ModelEvent ranked(List<float[]> vectors) {
        var ranking = CosineRanking.of(typed(request), new Embeddings("", vectors, TokenUsage.UNKNOWN));
        return new ModelEvent.Ranked(ranking.documents().stream()
                .map(document -> new ModelEvent.Ranked.Place(document.index(), document.relevance())).toList());
    }

    private static RerankRequest typed(ModelRequest.Rerank request) {
        return new RerankRequest(ModelRef.of("-"), request.query(), request.documents(), request.topN());
    }
}
