package usage.store.snapshot;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.h2.Failures;

/// Does one thing at a time, on a thread of its own that no interrupt of a caller reaches.
public final class Desk implements AutoCloseable {

    private final String made;
    private final Semaphore seat = new Semaphore(1);
    private final ExecutorService thread;

    /// @param thread its name
    /// @param made what is made here, for messages
    public Desk(String thread, String made) {
        this.made = made;
        this.thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(thread).daemon().factory());
    }

    /// @throws LedgerException as the work throws it; `busy` where something is being made, else `unavailable`
    public <T> T alone(Callable<T> work) {
        if (!seat.tryAcquire()) {
            throw new LedgerException(Code.BUSY, "a " + made + " is being made; ask again when it is done");
        }
        try {
            return CompletableFuture.supplyAsync(() -> result(work), thread).join();
        } catch (RejectedExecutionException closed) {
            throw new LedgerException(Code.UNAVAILABLE, "no " + made + " can be made: the ledger is closed", closed);
        } catch (CompletionException failure) {
            throw told(failure.getCause());
        } finally {
            seat.release();
        }
    }

    /// Waits for what is being made.
    @Override
    public void close() {
        thread.close();
    }

    private static <T> T result(Callable<T> work) {
        try {
            return work.call();
        } catch (CompletionException known) {
            throw known;
        } catch (Exception failure) {
            throw new CompletionException(failure);
        }
    }

    private LedgerException told(Throwable failure) {
        return switch (failure) {
            case LedgerException known -> new LedgerException(known.code(), known.getMessage(), known);
            case SQLException sql -> new LedgerException(Code.UNAVAILABLE,
                    "no " + made + " can be made: the database fails: " + Failures.reason(sql), sql);
            default -> new LedgerException(Code.UNAVAILABLE, "no " + made + " can be made: " + failure, failure);
        };
    }
}
