package vectord.service.collection;

import ai.client.AiClient;
import ai.client.ModelRef;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.IndexFormatTooNewException;
import vectord.service.Chunking;
import vectord.service.CollectionBackups;
import vectord.service.CollectionName;
import vectord.service.CollectionsCopy;
import vectord.service.Settings;
import vectord.service.VectorsException;
import vectord.service.VectorsException.Code;
import vectord.service.disk.Folders;

/// All collections, each in a folder of its name. Safe for many threads.
///
/// One that cannot be opened does not keep the others from it: it is logged, and answers that its storage failed.
public final class Collections implements CollectionBackups, Closeable {

    private static final Logger LOG = System.getLogger(Collections.class.getName());
    /// No collection's name begins like this.
    static final String DELETED = ".deleted-";

    private final Collection.Shared shared;
    private final ConcurrentSkipListMap<CollectionName, Collection> open = new ConcurrentSkipListMap<>();

    private Collections(Collection.Shared shared) {
        this.shared = shared;
    }

    /// Opens what lies in the configured folder, and goes on with whatever was not indexed yet.
    ///
    /// @throws VectorsException `newer_format` where a collection is of a newer version
    public static Collections open(AiClient client, Tuning tuning, InstantSource clock) {
        var collections = new Collections(
                new Collection.Shared(client, tuning, clock, new AtomicLong(), new Semaphore(tuning.embedCalls())));
        try {
            Files.createDirectories(tuning.folder());
            try (var folders = Files.list(tuning.folder())) {
                for (var folder : folders.toList()) {
                    collections.open(folder);
                }
            }
        } catch (IOException e) {
            throw new VectorsException(Code.STORAGE, tuning.folder() + " cannot be read", e);
        } catch (VectorsException e) {
            collections.close();
            throw e;
        }
        return collections;
    }

    private void open(Path folder) throws IOException {
        if (folder.getFileName().toString().startsWith(DELETED)) {
            Folders.delete(folder);
        } else if (Identity.exists(folder)) {
            try {
                var name = new CollectionName(folder.getFileName().toString());
                open.put(name, Collection.open(folder, Identity.open(folder, name), shared));
            } catch (IndexFormatTooNewException e) {
                throw new VectorsException(Code.NEWER_FORMAT, "the index of the collection in " + folder
                        + " is of a newer version: " + e.getMessage(), e);
            } catch (IOException | RuntimeException e) {
                if (e instanceof VectorsException newer && newer.code() == Code.NEWER_FORMAT) {
                    throw newer;
                }
                LOG.log(Level.ERROR, () -> "collection " + folder.getFileName() + " cannot be opened", e);
            }
        }
    }

    /// All of them, by name.
    public List<Collection> all() {
        return List.copyOf(open.values());
    }

    /// The collection of that name.
    public Collection get(CollectionName name) {
        var collection = open.get(name);
        if (collection == null) {
            throw Identity.exists(folder(name))
                    ? unusable(name)
                    : new VectorsException(Code.COLLECTION_NOT_FOUND, "no collection " + name);
        }
        return collection;
    }

    /// Makes sure that there is a collection of that name with these settings; true where it was created now.
    public synchronized boolean create(CollectionName name, Optional<ModelRef> embedding, Optional<Chunking> chunking) {
        var existing = open.get(name);
        if (existing != null) {
            existing.identity().require(embedding, chunking);
            return false;
        }
        if (Identity.exists(folder(name))) {
            throw unusable(name);
        }
        try {
            var settings = new Settings(embedding.orElse(ModelRef.DEFAULT), chunking.orElse(shared.tuning().chunking()));
            var folder = Files.createDirectories(folder(name));
            var identity = Identity.create(folder, name, settings, shared.clock().instant());
            open.put(name, Collection.open(folder, identity, shared));
            return true;
        } catch (IOException e) {
            throw new VectorsException(Code.STORAGE, name + " cannot be created", e);
        }
    }

    /// Removes a collection and everything in it.
    public synchronized void delete(CollectionName name) {
        var collection = get(name);
        var deleted = shared.tuning().folder().resolve(DELETED + name + "-" + shared.clock().millis());
        try {
            open.remove(name);
            collection.close();
            // Renamed before it goes: a crash leaves the whole collection or none.
            Files.move(folder(name), deleted);
            Folders.delete(deleted);
        } catch (IOException e) {
            throw new VectorsException(Code.STORAGE, name + " cannot be deleted", e);
        }
    }

    @Override
    public CollectionsCopy copyTo(Path directory) {
        return new CopyOfAll(this, shared.tuning().folder(), directory).make();
    }

    /// What there is at one moment: those that are open, and the folders of those that could not be opened.
    synchronized Present present() throws IOException {
        var unopened = new ClosedCollections(shared.tuning().folder()).folders().stream()
                .filter(folder -> open.keySet().stream().noneMatch(name -> folder(name).equals(folder))).toList();
        return new Present(all(), unopened);
    }

    /// @param open those that are open
    /// @param unopened folders of those that could not be opened
    record Present(List<Collection> open, List<Path> unopened) {}

    /// Whether it is there, and has not been deleted meanwhile.
    boolean has(Collection collection) {
        return open.get(collection.name()) == collection;
    }

    /// Refuses new documents while too many bytes of them wait.
    public void requireRoom() {
        long waiting = shared.pendingBytes().get();
        if (waiting >= shared.tuning().maxPendingBytes()) {
            throw new VectorsException(Code.BUSY,
                    waiting + " bytes of documents wait to be indexed; " + shared.tuning().maxPendingBytes() + " are allowed");
        }
    }

    /// How far the documents of all collections have come.
    public Progress progress() {
        return new Progress(open.size(), open.values().stream().mapToInt(Collection::pending).sum(), shared.pendingBytes().get(),
                open.values().stream().mapToInt(Collection::failed).sum());
    }

    private Path folder(CollectionName name) {
        return shared.tuning().folder().resolve(name.value());
    }

    private static VectorsException unusable(CollectionName name) {
        return new VectorsException(Code.STORAGE, name + " could not be opened at start; the log says why");
    }

    @Override
    public void close() {
        open.values().parallelStream().forEach(Collection::close);
        open.clear();
    }
}
