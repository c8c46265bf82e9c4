package vectord.service.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/// Lucene's default codec with vectors of up to 4096 dimensions instead of 1024; what it writes is Lucene's own format.
final class WideVectors extends Lucene104Codec {

    static final int MAX_DIMENSIONS = 4096;

    private static final KnnVectorsFormat HNSW = new Lucene99HnswVectorsFormat();

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return new KnnVectorsFormat(HNSW.getName()) {

            @Override
            public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
                return HNSW.fieldsWriter(state);
            }

            @Override
            public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
                return HNSW.fieldsReader(state);
            }

            @Override
            public int getMaxDimensions(String name) {
                return MAX_DIMENSIONS;
            }
        };
    }
}
