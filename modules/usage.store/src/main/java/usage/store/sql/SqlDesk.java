package usage.store.sql;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.SqlQuery;
import usage.store.SqlTable;

/// Where questions from outside are asked, and the last of three walls: few at a time, each within limits of rows, time
/// and memory, on threads of its own that no interrupt of a caller reaches.
///
/// A caller is answered in time in any case. A question whose single row takes longer than that (the database looks up
/// between rows) keeps its seat until that row is done.
public final class SqlDesk implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SqlDesk.class.getName());

    private static final long GRACE_MILLIS = 500;
    private static final long STACK = 4L << 20;

    private final ReaderAccount account;
    private final SqlLimits limits;
    private final Semaphore seats;
    private final Set<Question> asked = ConcurrentHashMap.newKeySet();
    private final MemoryWatch memory;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            work -> Thread.ofPlatform().name("usage-store-sql").daemon().stackSize(STACK).unstarted(work));

    public SqlDesk(ReaderAccount account, SqlLimits limits) {
        this.account = account;
        this.limits = limits;
        this.seats = new Semaphore(limits.atOnce());
        this.memory = new MemoryWatch(limits.heap(), this::makeRoom);
    }

    /// Answers a question.
    ///
    /// @throws LedgerException `invalid_query` naming `sql` or `parameters`, `busy`, `unavailable`
    public SqlTable answer(SqlQuery query) {
        if (!seats.tryAcquire()) {
            throw new LedgerException(Code.BUSY, "sql: " + limits.atOnce() + " questions are being answered; ask again later");
        }
        var question = new Question(query, limits);
        var answer = asked(question);
        var reason = Question.tooLong(limits);
        var timer = CompletableFuture.delayedExecutor(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        timer.execute(() -> question.stop(reason));
        try {
            return answer.copy().orTimeout(limits.time().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException failure) {
            throw switch (failure.getCause()) {
                case LedgerException known -> new LedgerException(known.code(), known.getMessage(), known);
                case TimeoutException late -> new LedgerException(reason.code(), reason.getMessage(), late);
                default -> new LedgerException(Code.UNAVAILABLE, "sql cannot be asked: " + failure.getCause(), failure);
            };
        }
    }

    private CompletableFuture<SqlTable> asked(Question question) {
        try {
            asked.add(question);
            return CompletableFuture.supplyAsync(() -> question.ask(account), threads).whenComplete((table, failure) -> {
                asked.remove(question);
                seats.release();
            });
        } catch (RejectedExecutionException closed) {
            asked.remove(question);
            seats.release();
            throw new LedgerException(Code.UNAVAILABLE, "sql cannot be asked: the ledger is closed", closed);
        }
    }

    private void makeRoom() {
        if (!asked.isEmpty()) {
            LOG.log(Level.WARNING, "memory is short: questions in SQL are stopped");
            asked.forEach(question -> question
                    .stop(new LedgerException(Code.BUSY,
                            "sql was stopped because memory is short; ask for less, or for fewer groups")));
        }
    }

    /// Stops what is being answered and waits for it for a moment.
    @Override
    public void close() {
        memory.close();
        threads.shutdown();
        asked.forEach(question -> question.stop(new LedgerException(Code.UNAVAILABLE, "sql was stopped: the ledger closes")));
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "a question in SQL is still being answered while the ledger closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
