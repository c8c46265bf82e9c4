package vectord.service.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.IndexCommit;
import vectord.service.disk.Folders;

/// What of a generation was committed at one moment. Its files stay until this is closed, however the index is written and
/// merged meanwhile.
public final class GenerationSnapshot implements Closeable {

    private final Generation generation;
    private final Optional<IndexCommit> commit;
    private final Closeable reference;

    /// @param commit empty where nothing was committed yet
    /// @param reference what keeps the generation open
    GenerationSnapshot(Generation generation, Optional<IndexCommit> commit, Closeable reference) {
        this.generation = generation;
        this.commit = commit;
        this.reference = reference;
    }

    /// Number of the generation.
    public int number() {
        return generation.number();
    }

    /// Copies its files into a folder, which is made, and onto the disk.
    public void copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (commit.isPresent()) {
            for (var file : commit.get().getFileNames()) {
                Folders.copy(generation.folder().resolve(file), folder.resolve(file));
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (reference) {
            if (commit.isPresent()) {
                generation.forget(commit.get());
            }
        }
    }
}
