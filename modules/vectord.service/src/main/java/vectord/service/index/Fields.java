package vectord.service.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import vectord.service.Chunk;
import vectord.service.Document;
import vectord.service.Hit;
import vectord.service.json.Json;

/// How a document lies in the index: one Lucene document per chunk; the first also holds the document's whole text.
final class Fields {

    static final String TITLE = "title";
    static final String TEXT = "text";
    static final String VECTOR = "vector";
    static final String FILTER = "filter";

    /// Matches the first chunk of every document.
    static final Term FIRST_CHUNK = new Term("first", "1");

    static final String ID = "id";
    private static final String CHUNK = "chunk";
    private static final String METADATA = "metadata";
    private static final String WHOLE_TEXT = "whole";
    private static final String SEQUENCE = "sequence";

    private Fields() {}

    static Term id(String id) {
        return new Term(ID, id);
    }

    static List<org.apache.lucene.document.Document> of(EmbeddedDocument embedded, long sequence) {
        var document = embedded.document();
        var metadata = Json.bytes(document.metadata());
        var filters = FilterTerm.of(document.metadata());
        var chunks = new ArrayList<org.apache.lucene.document.Document>();
        for (int i = 0; i < embedded.chunks().size(); i++) {
            var fields = of(document, embedded.chunks().get(i), embedded.vectors().get(i), metadata, filters);
            fields.add(new StoredField(SEQUENCE, sequence));
            if (i == 0) {
                fields.add(new StringField(FIRST_CHUNK.field(), FIRST_CHUNK.text(), Field.Store.NO));
                fields.add(new StoredField(WHOLE_TEXT, document.text()));
            }
            chunks.add(fields);
        }
        return chunks;
    }

    private static org.apache.lucene.document.Document of(Document document, Chunk chunk, float[] vector, byte[] metadata,
            List<String> filters) {
        var fields = new org.apache.lucene.document.Document();
        fields.add(new StringField(ID, document.id(), Field.Store.YES));
        fields.add(new TextField(TITLE, document.title(), Field.Store.YES));
        fields.add(new TextField(TEXT, chunk.text(), Field.Store.YES));
        fields.add(new StoredField(CHUNK, chunk.number()));
        fields.add(new StoredField(METADATA, metadata));
        filters.forEach(term -> fields.add(new StringField(FILTER, term, Field.Store.NO)));
        fields.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
        return fields;
    }

    static Hit hit(org.apache.lucene.document.Document stored, double score) {
        return new Hit(stored.get(ID), stored.get(TITLE), stored.get(TEXT), score, metadata(stored),
                stored.getField(CHUNK).numericValue().intValue());
    }

    static Document document(org.apache.lucene.document.Document first) {
        return new Document(first.get(ID), first.get(TITLE), first.get(WHOLE_TEXT), metadata(first));
    }

    static long sequence(org.apache.lucene.document.Document stored) {
        return stored.getField(SEQUENCE).numericValue().longValue();
    }

    private static Map<String, JsonNode> metadata(org.apache.lucene.document.Document stored) {
        var fields = new LinkedHashMap<String, JsonNode>();
        Json.tree(stored.getBinaryValue(METADATA).bytes).properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }
}
