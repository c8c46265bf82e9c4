package langfuse.export.sending;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import langfuse.export.span.Spans;
import telemetry.EndedSpan;
import telemetry.SpanLog;

/// Tells Langfuse of the work that no row tells of, as it comes. Nobody waits for it: what comes while too much waits is dropped
/// and counted, and so is what Langfuse will not take.
public final class StepExporter implements SpanLog, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StepExporter.class.getName());
    /// Some minutes of a busy service, in a few MiB.
    static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 256;

    private final BlockingQueue<EndedSpan> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Endpoint endpoint;
    private final Spans spans;
    private final Pauses pauses;
    private final Flushing flushing;
    private final Thread thread;
    private volatile boolean closing;

    /// @param flushing how long it may go on after it was closed
    public StepExporter(Endpoint endpoint, Spans spans, Pauses pauses, Duration flushing) {
        this.endpoint = endpoint;
        this.spans = spans;
        this.pauses = pauses;
        this.flushing = new Flushing(flushing);
        thread = Thread.ofPlatform().name("langfuse-steps").daemon().start(this::run);
    }

    @Override
    public void ended(EndedSpan span) {
        if (!waiting.offer(span)) {
            drop(1, "too many wait");
        }
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    /// Tells what waits, as far as Langfuse takes it within the time that is given for that.
    @Override
    public void close() {
        closing = true;
        flushing.end(thread);
        endpoint.close();
    }

    private void run() {
        var some = new ArrayList<EndedSpan>();
        try {
            while (!closing || !waiting.isEmpty()) {
                var first = waiting.poll(pauses.idle().toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    some.add(first);
                    waiting.drainTo(some, MOST_AT_ONCE - 1);
                    tell(some);
                    some.clear();
                }
            }
        } catch (InterruptedException end) {
            drop(some.size() + waiting.size(), "the service ends");
        }
    }

    private void tell(List<EndedSpan> some) throws InterruptedException {
        for (int failures = 1;; failures++) {
            Answer answer;
            try {
                answer = endpoint.post(Batch.message(some.stream().map(spans::step).toList()));
            } catch (RuntimeException fault) {
                LOG.log(Level.ERROR, "steps could not be told to Langfuse", fault);
                drop(some.size(), "a fault of ours");
                return;
            }
            switch (answer) {
                case Answer.Taken() -> {
                    return;
                }
                case Answer.Refused(var reason) -> {
                    drop(some.size(), reason);
                    return;
                }
                case Answer.Later(var reason, var after) -> {
                    var pause = pauses.after(failures, ThreadLocalRandom.current());
                    Thread.sleep(after.filter(wait -> wait.compareTo(pause) > 0).orElse(pause));
                }
            }
        }
    }

    private void drop(int spans, String reason) {
        if (spans > 0 && dropped.getAndAdd(spans) == 0) {
            LOG.log(Level.WARNING, "spans of /vectors are not told to Langfuse: {0}; further ones are only counted", reason);
        }
    }
}
