package usage.store.h2;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import usage.store.LedgerException;

/// The one thread that writes. What has come together while it was busy goes into one transaction, so that many callers
/// share the price of a commit; each of them waits until its own work is committed.
///
/// Work that fails is rolled back alone, to a savepoint, and takes nobody with it.
public final class WriteLane implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WriteLane.class.getName());

    private static final int MOST_TOGETHER = 256;

    private final BlockingQueue<WriteTask<?>> waiting = new LinkedBlockingQueue<>();
    private final Database database;
    private final Work<?> takeStock;
    private final Thread thread;
    private boolean closed;
    private boolean inDoubt = true;

    /// @param takeStock done before the first transaction, and again after each whose outcome is not known
    public WriteLane(Database database, Work<?> takeStock) {
        this.database = database;
        this.takeStock = takeStock;
        this.thread = Thread.ofPlatform().name("usage-store-write").daemon().start(this::run);
    }

    /// Does `work`, waits for its commit, and returns its result; `committed` sees the result first, on the writing thread.
    /// An interrupt of the caller is kept for later.
    ///
    /// @throws LedgerException as the work throws it; `unrecordable` where the database fails
    public <T> T write(String subject, Work<T> work, Consumer<T> committed) {
        var task = new WriteTask<>(work, committed);
        synchronized (this) {
            if (closed) {
                throw new LedgerException(LedgerException.Code.UNRECORDABLE,
                        subject + " cannot be recorded: the ledger is closed");
            }
            waiting.add(task);
        }
        try {
            return task.result();
        } catch (CompletionException failure) {
            throw Failures.asLedgerException(LedgerException.Code.UNRECORDABLE, subject + " cannot be recorded",
                    failure.getCause());
        }
    }

    /// Does all that was asked for before, and ends the thread.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.add(WriteTask.LAST);
        }
        Threads.join(thread);
    }

    private void run() {
        var together = new ArrayList<WriteTask<?>>();
        do {
            together.clear();
            together.add(next());
            waiting.drainTo(together, MOST_TOGETHER - 1);
            var tasks = together.stream().filter(task -> task != WriteTask.LAST).toList();
            if (!tasks.isEmpty()) {
                commit(tasks);
            }
        } while (!together.contains(WriteTask.LAST));
    }

    private WriteTask<?> next() {
        while (true) {
            try {
                return waiting.take();
            } catch (InterruptedException unexpected) {
                // Ending here would leave every caller waiting for ever.
                LOG.log(Level.WARNING, "somebody interrupted the writing thread of the ledger; it goes on", unexpected);
            }
        }
    }

    private void commit(List<WriteTask<?>> tasks) {
        try (var connection = database.connection()) {
            if (inDoubt) {
                takeStock.with(connection);
            }
            inDoubt = true;
            var done = new ArrayList<WriteTask<?>>();
            for (var task : tasks) {
                if (task.isDoneWith(connection)) {
                    done.add(task);
                }
            }
            connection.commit();
            inDoubt = false;
            done.forEach(WriteTask::announce);
        } catch (SQLException | RuntimeException | Error failure) {
            // Nobody may wait for ever, whatever it was; those who were told already are not told again.
            tasks.forEach(task -> task.fail(failure));
        }
    }
}
