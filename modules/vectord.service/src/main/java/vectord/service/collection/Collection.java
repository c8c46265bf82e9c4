package vectord.service.collection;

import ai.client.AiClient;
import ai.client.CallContext;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import vectord.service.CollectionName;
import vectord.service.Document;
import vectord.service.Hit;
import vectord.service.Mode;
import vectord.service.Query;
import vectord.service.VectorsException;
import vectord.service.VectorsException.Code;
import vectord.service.disk.Pointer;
import vectord.service.index.Generations;
import vectord.service.index.Retrieval;

/// Documents that are searched together. A folder with `collection.json`, the write-ahead log `log`, the pointer `live`
/// and `generations/`.
///
/// A write is acknowledged by [Intake], waits in [Backlog], and reaches the index by [Indexer]; a query reads whatever
/// generation is live. Safe for many threads.
public final class Collection implements Closeable {

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Identity identity;
    private final Generations generations;
    private final Backlog backlog;
    private final Intake intake;
    private final Embedder embedder;
    private final Thread worker;

    private Collection(Identity identity, Generations generations, Backlog backlog, Intake intake, Embedder embedder, int batch) {
        this.identity = identity;
        this.generations = generations;
        this.backlog = backlog;
        this.intake = intake;
        this.embedder = embedder;
        this.worker = Thread.ofVirtual().name("vectors-" + identity.name())
                .start(new Indexer(identity, backlog, intake, generations, embedder, batch));
    }

    /// What all collections of a process share.
    ///
    /// @param pendingBytes bytes of all documents that wait
    /// @param embedCalls one permit for each embedding call that may be made at a time
    record Shared(AiClient client, Tuning tuning, InstantSource clock, AtomicLong pendingBytes, Semaphore embedCalls) {}

    static Collection open(Path folder, Identity identity, Shared shared) throws IOException {
        var generations = Generations.open(folder);
        try {
            var backlog = new Backlog(shared.clock, shared.tuning.retry(), shared.pendingBytes);
            var intake = generations.read(live -> Intake.open(folder.resolve("log"), backlog, live));
            var embedder = new Embedder(shared.client, shared.embedCalls, identity, shared.tuning.provider());
            return new Collection(identity, generations, backlog, intake, embedder, shared.tuning.embedBatch());
        } catch (IOException | RuntimeException e) {
            generations.close();
            throw e;
        }
    }

    /// Its name.
    public CollectionName name() {
        return identity.name();
    }

    Identity identity() {
        return identity;
    }

    /// Acknowledges documents, to be embedded on behalf of whoever sent them. One with a known id replaces that document.
    public Ticket put(List<Document> documents, CallContext context) {
        return accept(documents.stream().<Intake.Write>map(document -> at -> new Operation.Put(at, document, context)).toList());
    }

    /// Acknowledges that a document is to be taken out.
    public Ticket delete(String id) {
        document(id);
        return accept(List.of(at -> new Operation.Delete(at, id)));
    }

    private Ticket accept(List<Intake.Write> writes) {
        if (backlog.closed()) {
            throw new VectorsException(Code.CLOSING, identity.name() + " is being closed");
        }
        return disk(() -> intake.accept(writes));
    }

    /// The newest version of a document, searchable or not yet.
    public Document document(String id) {
        var found = backlog.find(id).map(operation -> switch (operation) {
            case Operation.Put put -> Optional.of(put.document());
            case Operation.Delete _ -> Optional.<Document>empty();
        }).orElseGet(() -> disk(() -> generations.read(live -> live.search(searcher -> Retrieval.document(searcher, id)))));
        return found.orElseThrow(() -> new VectorsException(Code.DOCUMENT_NOT_FOUND, identity.name() + " has no document " + id));
    }

    /// The best documents for a query, best first. Makes an embedding call, on behalf of whoever asks, unless the query
    /// is matched by words alone or nothing has been embedded yet.
    public List<Hit> search(Query query, CallContext context) {
        boolean embeds = query.mode() != Mode.TEXT && identity.pin().isPresent();
        var vector = embeds ? Optional.of(embedder.query(query.text(), context)) : Optional.<float[]>empty();
        return disk(() -> generations.read(live -> live.search(searcher -> Retrieval.search(searcher, query, vector))));
    }

    /// What there is to say about the collection now.
    public Status status() {
        return disk(() -> generations.read(live -> live.search(searcher -> new Status(identity.name(), identity.settings(),
                identity.pin(), identity.createdAt(), Retrieval.documents(searcher), searcher.getIndexReader().numDocs(),
                backlog.pending(), backlog.failures(), live.number(), live.bytes()))));
    }

    /// Number of writes that are under way; the index is not asked.
    int pending() {
        return backlog.pending();
    }

    /// Number of writes that have failed, and are tried again.
    int failed() {
        return backlog.failed();
    }

    /// Builds the index anew from the live one and makes the new one live, without a call to a model; returns its number.
    public int rebuild() {
        return disk(generations::rebuild);
    }

    /// Copies it as it is at one moment, onto the disk, into a folder that is made.
    void copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var index = intake.copyTo(folder.resolve("log"), generations)) {
            index.copyTo(folder.resolve("generations").resolve(Integer.toString(index.number())));
            new Pointer(folder.resolve("live")).write(index.number());
        }
        // Last: what is embedded is pinned before.
        identity.copyTo(folder);
    }

    /// Ends it. Waits a while for the worker; what is not indexed by then stays in the log.
    @Override
    public void close() {
        backlog.close();
        try {
            worker.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backlog.abandon();
        disk(() -> {
            try (intake; generations) {
                return null;
            }
        });
    }

    private <T> T disk(Disk<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new VectorsException(Code.STORAGE, identity.name() + ": " + e.getClass().getSimpleName() + " on the disk", e);
        }
    }

    @FunctionalInterface
    private interface Disk<T> {

        T run() throws IOException;
    }
}
