package usage.store.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import usage.store.Completeness;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.Snapshot;
import usage.store.Snapshots;
import usage.store.h2.Failures;

/// Makes one copy at a time, on a thread of its own that no interrupt of a caller reaches.
public final class SnapshotDesk implements Snapshots, AutoCloseable {

    /// Copies the database into a file.
    @FunctionalInterface
    public interface Backup {

        void to(Path file) throws SQLException, IOException;
    }

    private final Backup backup;
    private final SnapshotFiles files;
    private final Supplier<Completeness> settled;
    private final Semaphore seat = new Semaphore(1);
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("usage-store-snapshot").daemon().factory());

    /// Removes what an earlier process left unfinished.
    ///
    /// @param ledger the directory of the ledger
    /// @param backup makes the copy
    /// @param settled brings what was settled to the table, and tells how far that has come
    public SnapshotDesk(Path ledger, Backup backup, Supplier<Completeness> settled) {
        this.backup = backup;
        this.settled = settled;
        files = new SnapshotFiles(ledger);
        files.discardUnfinished();
    }

    @Override
    public Snapshot make() {
        if (!seat.tryAcquire()) {
            throw new LedgerException(Code.BUSY, "a snapshot is being made; ask again when it is done");
        }
        try {
            return CompletableFuture.supplyAsync(this::made, thread).join();
        } catch (RejectedExecutionException closed) {
            throw new LedgerException(Code.UNAVAILABLE, "no snapshot can be made: the ledger is closed", closed);
        } catch (CompletionException failure) {
            throw told(failure.getCause());
        } finally {
            seat.release();
        }
    }

    /// Waits for the one that is being made.
    @Override
    public void close() {
        thread.close();
    }

    private Snapshot made() {
        long started = System.nanoTime();
        var completeness = settled.get();
        try {
            var copy = files.begin(completeness.asOf());
            try {
                backup.to(copy.unfinished());
                long bytes = files.finish(copy);
                return new Snapshot(copy.path(), bytes, Duration.ofNanos(System.nanoTime() - started), completeness);
            } finally {
                files.discard(copy.unfinished());
            }
        } catch (IOException | SQLException failure) {
            throw new CompletionException(failure);
        }
    }

    private static LedgerException told(Throwable failure) {
        return switch (failure) {
            case LedgerException known -> new LedgerException(known.code(), known.getMessage(), known);
            case SQLException sql -> new LedgerException(Code.UNAVAILABLE,
                    "no snapshot can be made: the database fails: " + Failures.reason(sql), sql);
            default -> new LedgerException(Code.UNAVAILABLE, "no snapshot can be made: " + failure, failure);
        };
    }
}
