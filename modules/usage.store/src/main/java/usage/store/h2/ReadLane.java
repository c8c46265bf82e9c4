package usage.store.h2;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import usage.store.LedgerException;

/// The threads that read. A caller waits for its answer; an interrupt is kept for later.
public final class ReadLane implements AutoCloseable {

    private final Database database;
    private final ExecutorService threads = Executors.newFixedThreadPool(Database.READERS,
            Thread.ofPlatform().name("usage-store-read-", 1).daemon().factory());

    public ReadLane(Database database) {
        this.database = database;
    }

    /// @throws LedgerException as the work throws it; `unavailable` where the database fails
    public <T> T read(String subject, Work<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> inTransaction(work), threads).join();
        } catch (RejectedExecutionException closed) {
            throw new LedgerException(LedgerException.Code.UNAVAILABLE, subject + " cannot be read: the ledger is closed",
                    closed);
        } catch (CompletionException failure) {
            throw Failures.asLedgerException(LedgerException.Code.UNAVAILABLE, subject + " cannot be read", failure.getCause());
        }
    }

    /// Waits for the answers that are being made.
    @Override
    public void close() {
        threads.close();
    }

    private <T> T inTransaction(Work<T> work) {
        try (var connection = database.connection()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new CompletionException(failure);
        }
    }
}
