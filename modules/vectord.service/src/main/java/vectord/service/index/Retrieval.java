package vectord.service.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TermQuery;
import vectord.service.Document;
import vectord.service.Hit;
import vectord.service.Query;

/// Finds documents in an index.
public final class Retrieval {

    /// Documents that each side of a hybrid query brings at least.
    private static final int FUSED = 50;

    private Retrieval() {}

    /// The best documents for a query, best first, each by its best chunk.
    ///
    /// @param vector the query's unit vector; without one there are no neighbours
    public static List<Hit> search(IndexSearcher searcher, Query query, Optional<float[]> vector) throws IOException {
        int deep = Math.max(query.limit(), FUSED);
        var candidates = switch (query.mode()) {
            case TEXT -> words(searcher, query, query.limit());
            case VECTOR -> neighbours(searcher, query, vector, query.limit());
            case HYBRID -> Fusion.of(words(searcher, query, deep), neighbours(searcher, query, vector, deep));
        };
        var hits = new ArrayList<Hit>();
        for (var candidate : candidates.subList(0, Math.min(query.limit(), candidates.size()))) {
            hits.add(Fields.hit(searcher.storedFields().document(candidate.chunk()), candidate.score()));
        }
        return hits;
    }

    /// The document of that id.
    public static Optional<Document> document(IndexSearcher searcher, String id) throws IOException {
        var query = new BooleanQuery.Builder().add(new TermQuery(Fields.id(id)), Occur.FILTER)
                .add(new TermQuery(Fields.FIRST_CHUNK), Occur.FILTER).build();
        var found = searcher.search(query, 1).scoreDocs;
        return found.length == 0
                ? Optional.empty()
                : Optional.of(Fields.document(searcher.storedFields().document(found[0].doc)));
    }

    /// Number of documents.
    public static int documents(IndexSearcher searcher) throws IOException {
        return searcher.count(new TermQuery(Fields.FIRST_CHUNK));
    }

    private static List<Candidate> words(IndexSearcher searcher, Query query, int wanted) throws IOException {
        var words = new BooleanQuery.Builder().add(WordQuery.of(query.text()), Occur.MUST);
        filters(query).forEach(term -> words.add(new TermQuery(term), Occur.FILTER));
        return Candidate.find(searcher, _ -> words.build(), wanted);
    }

    private static List<Candidate> neighbours(IndexSearcher searcher, Query query, Optional<float[]> vector, int wanted)
            throws IOException {
        if (vector.isEmpty()) {
            return List.of();
        }
        var filter = new BooleanQuery.Builder();
        filters(query).forEach(term -> filter.add(new TermQuery(term), Occur.FILTER));
        var matching = query.filter().isEmpty() ? null : filter.build();
        var found = Candidate.find(searcher, chunks -> new KnnFloatVectorQuery(Fields.VECTOR, vector.get(), chunks, matching),
                wanted);
        // Lucene scores (1 + cosine) / 2.
        return found.stream().map(hit -> new Candidate(hit.id(), hit.chunk(), 2 * hit.score() - 1)).toList();
    }

    private static List<Term> filters(Query query) {
        return query.filter().entrySet().stream()
                .map(field -> new Term(Fields.FILTER, FilterTerm.of(field.getKey(), field.getValue()))).toList();
    }
}
