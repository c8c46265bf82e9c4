package langfuse.export.sending;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import langfuse.export.span.Spans;
import langfuse.export.text.Texts;
import usage.store.AttemptKey;
import usage.store.LedgerException;
import usage.store.Outbox;

/// The thread that empties the outbox into Langfuse. It has no queue: what it has not told yet is in the ledger, and is read in
/// small pages. Nobody waits for it.
public final class Exporter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Exporter.class.getName());

    /// With its request, an attempt is two spans.
    private static final int MOST_AT_ONCE = 256;

    private final Outbox outbox;
    private final Endpoint endpoint;
    private final Spans spans;
    private final Texts texts;
    private final Pauses pauses;
    private final Flushing flushing;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private int failures;

    /// @param texts what was said, where that is to be told
    /// @param flushing how long it may go on after it was closed
    public Exporter(Outbox outbox, Endpoint endpoint, Spans spans, Texts texts, Pauses pauses, Duration flushing) {
        this.outbox = outbox;
        this.endpoint = endpoint;
        this.spans = spans;
        this.texts = texts;
        this.pauses = pauses;
        this.flushing = new Flushing(flushing);
        thread = Thread.ofPlatform().name("langfuse-export").daemon().start(this::run);
    }

    /// Tells what is left, as far as Langfuse takes it within the time that is given for that; the rest stays in the outbox.
    @Override
    public void close() {
        outbox.catchUp();
        closing.countDown();
        flushing.end(thread);
        endpoint.close();
    }

    private void run() {
        try {
            for (boolean closed = false;;) {
                if (!tellSome()) {
                    if (closed) {
                        return;
                    }
                    // What came until then is looked for once more.
                    closed = isClosingAfter(pauses.idle());
                }
            }
        } catch (InterruptedException end) {
            LOG.log(Level.WARNING, "generations that Langfuse has not acknowledged wait in the ledger for the next start");
        }
    }

    /// @return whether there may be more
    private boolean tellSome() throws InterruptedException {
        try {
            var page = outbox.next(MOST_AT_ONCE);
            if (page.isPresent()) {
                tell(page.get());
            }
            // What comes by and by goes together: each page is a request and a transaction.
            return page.isPresent() && page.get().places().size() == MOST_AT_ONCE;
        } catch (LedgerException failure) {
            LOG.log(Level.DEBUG, "the outbox cannot be read or written now", failure);
            return !isClosingAfter(pauses.first());
        } catch (RuntimeException fault) {
            // A fault of ours must not end the thread: everything waits in the outbox until it is put right.
            failed("internal error: " + fault.getClass().getSimpleName());
            LOG.log(Level.ERROR, "generations could not be told to Langfuse", fault);
            pauseOrEnd(pauses.after(failures, ThreadLocalRandom.current()));
            return true;
        }
    }

    private void tell(Outbox.Page page) throws InterruptedException {
        var delivery = new Delivery(endpoint, texts, this::await);
        for (var batch : Batch.of(page, spans, texts)) {
            delivery.bring(batch);
        }
        if (delivery.refusal().isPresent()) {
            await(new Answer.Later("nothing is taken: " + delivery.refusal().get(), Optional.empty()));
            return;
        }
        delivery.refused().forEach(rejection -> LOG.log(Level.ERROR, "Langfuse does not take the generation of attempt {0}: {1}",
                rejection.key(), rejection.reason()));
        outbox.acknowledge(page, delivery.refused());
        forget(page, delivery.refused().stream().map(Outbox.Rejection::key).collect(Collectors.toSet()));
        if (failures > 0) {
            LOG.log(Level.INFO, "Langfuse takes generations again");
            failures = 0;
        }
    }

    private void forget(Outbox.Page page, Set<AttemptKey> refused) {
        for (var due : page.due()) {
            var span = due.attempt().intent().identity().spanId();
            span.ifPresent(refused.contains(due.attempt().intent().key()) ? texts::drop : texts::forget);
        }
    }

    private void await(Answer.Later answer) throws InterruptedException {
        failed(answer.reason());
        var pause = pauses.after(failures, ThreadLocalRandom.current());
        pauseOrEnd(answer.after().filter(wait -> wait.compareTo(pause) > 0).orElse(pause));
    }

    private void failed(String reason) {
        failures++;
        outbox.failed(reason);
        if (failures == 1) {
            LOG.log(Level.WARNING, "Langfuse cannot be told of generations for now; they wait in the ledger: {0}", reason);
        }
    }

    private void pauseOrEnd(Duration pause) throws InterruptedException {
        if (isClosingAfter(pause)) {
            throw new InterruptedException("closing, and Langfuse takes nothing");
        }
    }

    private boolean isClosingAfter(Duration pause) throws InterruptedException {
        return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
