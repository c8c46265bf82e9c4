package vectord.service.index;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// A user's words as a Lucene query: any of them, in title or text, scored by BM25.
///
/// The words go through the analyzer only, never through a query parser, so that nothing in them is syntax. A title
/// counts half of the text beside it (measured: 0.5 to 1 is a plateau on Cranfield).
final class WordQuery {

    static final Analyzer ANALYZER = new EnglishAnalyzer();

    /// Each word makes two clauses, of which Lucene takes 1024.
    private static final int MAX_WORDS = 256;
    private static final float TITLE_WEIGHT = 0.5f;

    private WordQuery() {}

    static Query of(String text) throws IOException {
        var query = new BooleanQuery.Builder();
        for (var word : words(text).entrySet()) {
            query.add(term(Fields.TITLE, word.getKey(), TITLE_WEIGHT * word.getValue()), Occur.SHOULD);
            query.add(term(Fields.TEXT, word.getKey(), word.getValue()), Occur.SHOULD);
        }
        return query.build();
    }

    private static Query term(String field, String word, float weight) {
        return new BoostQuery(new TermQuery(new Term(field, word)), weight);
    }

    private static Map<String, Integer> words(String text) throws IOException {
        var words = new LinkedHashMap<String, Integer>();
        try (var tokens = ANALYZER.tokenStream(Fields.TEXT, text)) {
            var word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (words.size() < MAX_WORDS && tokens.incrementToken()) {
                words.merge(word.toString(), 1, Integer::sum);
            }
            tokens.end();
        }
        return words;
    }
}
