package vectord.service.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a run over all judged queries came to.
///
/// @param ndcg mean nDCG
/// @param recall mean recall
/// @param medianMillis median time of a query
record Score(double ndcg, double recall, double medianMillis) {

    static Score of(Map<String, String> queries, Judgements judgements, int at, Search search) throws IOException {
        double ndcg = 0;
        double recall = 0;
        var millis = new ArrayList<Double>();
        for (var query : queries.entrySet()) {
            if (judgements.has(query.getKey())) {
                long start = System.nanoTime();
                var results = search.ids(query.getValue());
                millis.add((System.nanoTime() - start) / 1e6);
                ndcg += judgements.ndcg(query.getKey(), results, at);
                recall += judgements.recall(query.getKey(), results, at);
            }
        }
        if (millis.isEmpty()) {
            throw new IOException("no query has a relevant document");
        }
        millis.sort(null);
        return new Score(ndcg / millis.size(), recall / millis.size(), millis.get(millis.size() / 2));
    }

    /// Ids of the documents found for a text, best first.
    @FunctionalInterface
    interface Search {

        List<String> ids(String text) throws IOException;
    }
}
