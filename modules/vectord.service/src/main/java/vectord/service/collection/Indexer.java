package vectord.service.collection;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.AlreadyClosedException;
import vectord.service.Chunk;
import vectord.service.Chunking;
import vectord.service.VectorsException;
import vectord.service.index.EmbeddedDocument;
import vectord.service.index.Generations;

/// A collection's one background worker: takes writes from the backlog, has their chunks embedded, puts them into the
/// index, and commits.
///
/// It commits when nothing else is due, at the latest after a number of writes or a second of work. Only what is
/// committed is settled. A write that fails goes back to the backlog with its reason.
final class Indexer implements Runnable {

    private static final Logger LOG = System.getLogger(Indexer.class.getName());
    /// Documents taken at a time fill about as many calls, so that few of these go out half empty.
    private static final int CALLS = 4;
    private static final int COMMIT_WRITES = 2000;
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    private final Identity identity;
    private final Backlog backlog;
    private final Intake intake;
    private final Generations generations;
    private final Embedder embedder;
    private final int batch;
    private final List<Pending> applied = new ArrayList<>();
    private long committed = System.nanoTime();

    Indexer(Identity identity, Backlog backlog, Intake intake, Generations generations, Embedder embedder, int batch) {
        this.identity = identity;
        this.backlog = backlog;
        this.intake = intake;
        this.generations = generations;
        this.embedder = embedder;
        this.batch = batch;
    }

    @Override
    public void run() {
        for (var writes = backlog.take(CALLS * batch); !writes.isEmpty(); writes = backlog.take(CALLS * batch)) {
            try {
                process(writes);
            } catch (RuntimeException e) {
                failed(writes, e);
            }
            var since = Duration.ofNanos(System.nanoTime() - committed);
            if (applied.size() >= COMMIT_WRITES || since.compareTo(COMMIT_EVERY) > 0 || !backlog.ready()) {
                commit();
            }
        }
        commit();
    }

    private void process(List<Pending> writes) {
        var texts = new ArrayList<String>();
        var puts = new ArrayList<Prepared>();
        for (var write : writes) {
            if (write.operation instanceof Operation.Put put) {
                var prepared = Prepared.of(write, put, texts.size(), identity.settings().chunking());
                prepared.chunks.forEach(chunk -> texts.add(prepared.embedded(chunk)));
                puts.add(prepared);
            }
        }
        var vectors = new ArrayList<float[]>();
        try {
            while (vectors.size() < texts.size()) {
                var slice = texts.subList(vectors.size(), Math.min(texts.size(), vectors.size() + batch));
                vectors.addAll(embedder.documents(slice, puts.getFirst().put.context()));
            }
        } catch (RuntimeException e) {
            failed(puts.stream().filter(put -> put.end() > vectors.size()).map(put -> put.write).toList(), e);
        }
        apply(writes, puts.stream().filter(put -> put.end() <= vectors.size()).toList(), vectors);
    }

    private void apply(List<Pending> writes, List<Prepared> embedded, List<float[]> vectors) {
        var done = new ArrayList<Pending>(embedded.stream().map(put -> put.write).toList());
        writes.stream().filter(write -> write.operation instanceof Operation.Delete).forEach(done::add);
        try {
            generations.write(live -> {
                for (var put : embedded) {
                    live.put(new EmbeddedDocument(put.put.document(), put.chunks, vectors.subList(put.start, put.end())),
                            put.put.sequence());
                }
                for (var write : writes) {
                    if (write.operation instanceof Operation.Delete delete) {
                        live.delete(delete.id());
                    }
                }
                return null;
            });
            applied.addAll(done);
        } catch (IOException | RuntimeException e) {
            failed(done, e);
        }
    }

    private void commit() {
        committed = System.nanoTime();
        if (applied.isEmpty()) {
            return;
        }
        var done = List.copyOf(applied);
        applied.clear();
        try {
            generations.write(live -> {
                live.commit(intake.sequence());
                return null;
            });
            backlog.settle(done);
            intake.shorten();
        } catch (IOException | RuntimeException e) {
            failed(done, e);
        }
    }

    private void failed(List<Pending> writes, Exception e) {
        if (backlog.closed() && (e instanceof AlreadyClosedException || e instanceof VectorsException)) {
            return; // still in the log, for the next opening
        }
        boolean isolate = writes.size() > 1 && e instanceof VectorsException refused && ModelCall.refused(refused);
        var reason = e instanceof VectorsException ? e.getMessage() : e.getClass().getSimpleName();
        LOG.log(Level.WARNING, () -> identity.name() + ": " + writes.size() + " writes not indexed: " + reason, unexpected(e));
        backlog.giveBack(writes, reason, isolate);
    }

    private static Throwable unexpected(Exception e) {
        return e instanceof VectorsException ? null : e;
    }

    /// A document cut into chunks, whose texts stand in the list of texts to embed from `start` on.
    private record Prepared(Pending write, Operation.Put put, List<Chunk> chunks, int start) {

        static Prepared of(Pending write, Operation.Put put, int start, Chunking chunking) {
            return new Prepared(write, put, chunking.split(put.document().text()), start);
        }

        int end() {
            return start + chunks.size();
        }

        String embedded(Chunk chunk) {
            return put.document().title().isBlank() ? chunk.text() : put.document().title() + "\n" + chunk.text();
        }
    }
}
