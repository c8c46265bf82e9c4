package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Work on its way through the [WriteLane], and whoever waits for it.
final class WriteTask<T> {

    /// Ends the lane.
    static final WriteTask<Void> LAST = new WriteTask<>(connection -> null, nothing -> {});

    private final Work<T> work;
    private final Consumer<T> committed;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private T outcome;

    WriteTask(Work<T> work, Consumer<T> committed) {
        this.work = work;
        this.committed = committed;
    }

    /// Does the work; what fails is undone and its waiter told at once.
    ///
    /// @throws SQLException where it cannot even be undone
    boolean isDoneWith(Connection connection) throws SQLException {
        var before = connection.setSavepoint();
        try {
            outcome = work.with(connection);
            return true;
        } catch (SQLException | RuntimeException failure) {
            try {
                connection.rollback(before);
            } catch (SQLException gone) {
                gone.addSuppressed(failure);
                throw gone;
            }
            result.completeExceptionally(failure);
            return false;
        }
    }

    void announce() {
        committed.accept(outcome);
        result.complete(outcome);
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    T result() {
        return result.join();
    }
}
