package ai.client.direct;

import ai.client.EmbedRequest;
import ai.client.Embeddings;
import ai.client.Ranking;
import ai.client.RerankRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Ranking by embeddings: the query and the documents go through one embed call, documents are ordered by their cosine
/// to the query. For model servers that embed but do not rerank.
public final class CosineRanking {

    private CosineRanking() {}

    /// The embed call that a ranking needs: the query first, then the documents.
    public static EmbedRequest embedding(RerankRequest request) {
        var texts = new ArrayList<String>(request.documents().size() + 1);
        texts.add(request.query());
        texts.addAll(request.documents());
        return new EmbedRequest(request.model(), texts);
    }

    /// The ranking, from what that call answered.
    public static Ranking of(RerankRequest request, Embeddings embeddings) {
        var query = embeddings.vectors().getFirst();
        var documents = IntStream.range(0, request.documents().size())
                .mapToObj(at -> new Ranking.Ranked(at, cosine(query, embeddings.vectors().get(at + 1))))
                .sorted(Comparator.comparingDouble(Ranking.Ranked::relevance).reversed())
                .limit(request.topN().orElse(Integer.MAX_VALUE)).toList();
        return new Ranking(embeddings.model(), documents, embeddings.usage());
    }

    /// Cosine of two `float[dimensions]`; 0 where one of them has no direction.
    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int at = 0; at < a.length; at++) {
            dot += a[at] * b[at];
            lengthA += a[at] * a[at];
            lengthB += b[at] * b[at];
        }
        return lengthA == 0 || lengthB == 0 ? 0 : dot / Math.sqrt(lengthA * lengthB);
    }
}
