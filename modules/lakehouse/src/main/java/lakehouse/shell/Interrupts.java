package lakehouse.shell;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/// Ctrl-C while something is under way: it ends that, and not the process.
final class Interrupts {

    private volatile Optional<Future<?>> work = Optional.empty();
    private volatile boolean raised;

    Interrupts(Terminal terminal) {
        terminal.handle(Signal.INT, signal -> raise());
    }

    private void raise() {
        raised = true;
        work.ifPresent(running -> running.cancel(true));

    }

    /// Whether it was pressed since the last work began.
    boolean raised() {
        return raised;
    }

    /// Does something on a thread of its own.
    ///
    /// @throws CancellationException where it was ended
    <T> T await(Callable<T> callable) {
        var task = new FutureTask<>(callable);
        raised = false;
        work = Optional.of(task);
        Thread.ofVirtual().name("shell-question").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LakehouseException told
                    ? told
                    : new LakehouseException(Code.FAILED, "no answer: " + e.getCause(), e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } finally {
            work = Optional.empty();
        }
    }
}
