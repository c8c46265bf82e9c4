package vectord.service.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import vectord.service.VectorsException;
import vectord.service.disk.Folders;
import vectord.service.disk.Pointer;

/// The generations of a collection, one of which is live.
///
/// Each lies in a folder of its own, named by its number; the file `live` beside them names the one that counts and is
/// replaced atomically. A swap makes another one live in three steps: the new one is complete on the disk, the pointer
/// is replaced, and only then do readers find it. A reader holds a reference to the generation it began in, so it never
/// meets a closed index; the old one closes, and its folder goes, with its last reader. A crash leaves at worst a folder
/// that the pointer does not name, which is removed at the next opening.
public final class Generations implements Closeable {

    private final Path folder;
    private final Pointer pointer;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Generation live;
    private volatile boolean closed;

    private Generations(Path folder, Pointer pointer, Generation live) {
        this.folder = folder;
        this.pointer = pointer;
        this.live = live;
    }

    /// Opens the live generation under `folder`; a new collection gets its first.
    public static Generations open(Path folder) throws IOException {
        var generations = Files.createDirectories(folder.resolve("generations"));
        var pointer = new Pointer(folder.resolve("live"));
        int number = pointer.read().orElse(1);
        Folders.deleteAllBut(generations, Integer.toString(number));
        var live = Generation.open(number, generations.resolve(Integer.toString(number)));
        pointer.write(number);
        return new Generations(generations, pointer, live);
    }

    /// Looks whether the live generation under `folder` can be read, and changes nothing.
    public static void check(Path folder) throws IOException {
        int number = new Pointer(folder.resolve("live")).read().orElse(1);
        try (var directory = FSDirectory.open(folder.resolve("generations").resolve(Integer.toString(number)))) {
            if (DirectoryReader.indexExists(directory)) {
                DirectoryReader.open(directory).close();
            }
        }
    }

    /// What is committed now.
    public GenerationSnapshot snapshot() throws IOException {
        var generation = acquire();
        try {
            return new GenerationSnapshot(generation, generation.keepCommit(), () -> release(generation));
        } catch (IOException | RuntimeException e) {
            release(generation);
            throw e;
        }
    }

    /// Number of the live generation.
    public int number() {
        return live.number();
    }

    /// Reads in the generation that is live when this begins, and stays usable until the reading has ended.
    public <T> T read(Work<T> reading) throws IOException {
        var generation = acquire();
        try {
            return reading.in(generation);
        } finally {
            release(generation);
        }
    }

    /// Writes to the live generation, one writer at a time.
    public <T> T write(Work<T> work) throws IOException {
        writing.lock();
        try {
            return read(work);
        } finally {
            writing.unlock();
        }
    }

    /// Builds a new generation from the live one and makes it live; returns its number. Queries go on all the while,
    /// writes wait.
    public int rebuild() throws IOException {
        return write(old -> {
            int number = old.number() + 1;
            var next = Generation.open(number, folder.resolve(Integer.toString(number)));
            try {
                next.copy(old);
                pointer.write(number);
            } catch (IOException e) {
                next.release();
                throw e;
            }
            live = next;
            release(old);
            return number;
        });
    }

    private Generation acquire() {
        while (!closed) {
            var generation = live;
            if (generation.retain()) {
                return generation;
            }
        }
        throw new VectorsException(VectorsException.Code.CLOSING, "the collection is being closed");
    }

    private void release(Generation generation) throws IOException {
        if (generation.release() && generation.number() != live.number()) {
            Folders.delete(folder.resolve(Integer.toString(generation.number())));
        }
    }

    /// Lets the live generation go; it closes with its last reader.
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                release(live);
            }
        } finally {
            writing.unlock();
        }
    }

    /// Something done with a generation, which is good only meanwhile.
    @FunctionalInterface
    public interface Work<T> {

        /// Does it.
        T in(Generation generation) throws IOException;
    }
}
