package vectord.service.index;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// One Lucene index of a collection. Written by one thread at a time, searched by many; what is written becomes
/// searchable by [#commit].
///
/// It counts who uses it: made with one reference, it closes when the last is released, so that a search that has begun
/// in it ends in it, whatever replaced it meanwhile.
public final class Generation {

    private static final String SEQUENCE = "sequence";

    private final int number;
    private final Path folder;
    private final Directory directory;
    private final SnapshotDeletionPolicy commits = new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final AtomicInteger references = new AtomicInteger(1);

    private Generation(int number, Path folder) throws IOException {
        this.number = number;
        this.folder = folder;
        this.directory = FSDirectory.open(folder);
        this.writer = new IndexWriter(directory,
                new IndexWriterConfig(WordQuery.ANALYZER).setCodec(new WideVectors()).setIndexDeletionPolicy(commits));
        this.searchers = new SearcherManager(writer, null);
    }

    static Generation open(int number, Path folder) throws IOException {
        return new Generation(number, folder);
    }

    /// Its number within the collection, from 1.
    public int number() {
        return number;
    }

    /// The folder of its files.
    Path folder() {
        return folder;
    }

    /// Keeps the files of the last commit until that is forgotten; empty where nothing was committed yet.
    Optional<IndexCommit> keepCommit() throws IOException {
        return DirectoryReader.indexExists(directory) ? Optional.of(commits.snapshot()) : Optional.empty();
    }

    /// Lets go of files that were kept.
    void forget(IndexCommit commit) throws IOException {
        commits.release(commit);
        writer.deleteUnusedFiles();
    }

    /// Puts a document in, in place of the one with the same id.
    ///
    /// @param sequence place of this version in the order of all writes
    public void put(EmbeddedDocument document, long sequence) throws IOException {
        writer.updateDocuments(Fields.id(document.document().id()), Fields.of(document, sequence));
    }

    /// Takes a document out, where it is there.
    public void delete(String id) throws IOException {
        writer.deleteDocuments(Fields.id(id));
    }

    /// Forces everything to the disk and makes it searchable.
    ///
    /// @param sequence the highest place in the order of all writes that is in
    public void commit(long sequence) throws IOException {
        writer.setLiveCommitData(Map.of(SEQUENCE, Long.toString(sequence)).entrySet());
        writer.commit();
        searchers.maybeRefreshBlocking();
    }

    /// The highest place in the order of all writes that was committed; 0 where none was.
    public long sequence() {
        var data = writer.getLiveCommitData();
        if (data != null) {
            for (var entry : data) {
                if (entry.getKey().equals(SEQUENCE)) {
                    return Long.parseLong(entry.getValue());
                }
            }
        }
        return 0;
    }

    /// The place of the version of a document that is committed.
    public OptionalLong sequenceOf(String id) throws IOException {
        return search(searcher -> {
            var top = searcher.search(new TermQuery(Fields.id(id)), 1).scoreDocs;
            return top.length == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(Fields.sequence(searcher.storedFields().document(top[0].doc)));
        });
    }

    /// Takes over everything that is committed in another generation, without what was deleted there.
    void copy(Generation other) throws IOException {
        other.search(searcher -> {
            for (var leaf : searcher.getIndexReader().leaves()) {
                writer.addIndexes(new CodecReader[]{SlowCodecReaderWrapper.wrap(leaf.reader())});
            }
            return null;
        });
        commit(other.sequence());
    }

    /// Searches what is committed.
    public <T> T search(Search<T> search) throws IOException {
        var searcher = searchers.acquire();
        try {
            return search.in(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    /// Bytes that its files take.
    public long bytes() throws IOException {
        long sum = 0;
        for (var file : writer.getDirectory().listAll()) {
            sum += length(file);
        }
        return sum;
    }

    private long length(String file) throws IOException {
        try {
            return directory.fileLength(file);
        } catch (NoSuchFileException _) {
            return 0; // merged away since it was listed
        }
    }

    /// Takes a reference, unless the last was already released.
    boolean retain() {
        return references.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /// Gives a reference back; true where it was the last, which has closed the index.
    boolean release() throws IOException {
        if (references.decrementAndGet() > 0) {
            return false;
        }
        try (directory; writer; searchers) {
            return true;
        }
    }

    /// Something done with a searcher, which is good only meanwhile.
    @FunctionalInterface
    public interface Search<T> {

        /// Does it.
        T in(IndexSearcher searcher) throws IOException;
    }
}
