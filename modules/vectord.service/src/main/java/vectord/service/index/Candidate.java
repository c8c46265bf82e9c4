package vectord.service.index;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/// A document that a query found, by its best chunk.
///
/// @param id the document's id
/// @param chunk Lucene's number of the chunk
/// @param score its fit
record Candidate(String id, int chunk, double score) {

    /// The best documents for a query, best first. Searches for more chunks until there are enough documents.
    ///
    /// @param query the query for a number of chunks
    static List<Candidate> find(IndexSearcher searcher, IntFunction<Query> query, int wanted) throws IOException {
        for (int chunks = 2 * wanted;; chunks *= 4) {
            var found = searcher.search(query.apply(chunks), chunks).scoreDocs;
            var best = new LinkedHashMap<String, Candidate>();
            for (var chunk : found) {
                var id = searcher.storedFields().document(chunk.doc, Set.of(Fields.ID)).get(Fields.ID);
                best.putIfAbsent(id, new Candidate(id, chunk.doc, chunk.score));
            }
            if (best.size() >= wanted || found.length < chunks) {
                return best.values().stream().limit(wanted).toList();
            }
        }
    }
}
