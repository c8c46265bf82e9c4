package langfuse.export.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import langfuse.export.text.Texts;
import usage.store.Outbox;

/// Brings a page to Langfuse. What it refuses is parted in halves until it is known which attempts it will not take; what it took
/// meanwhile it gets again, with the same ids. Where it takes not even one, that is no fault of the attempts: a proxy that answers
/// for it, or another version, would else have all of them put aside one by one. For one page, on one thread.
final class Delivery {

    /// What is done while Langfuse cannot be told.
    @FunctionalInterface
    interface Patience {
        void await(Answer.Later answer) throws InterruptedException;
    }

    private final Endpoint endpoint;
    private final Texts texts;
    private final Patience patience;
    private final List<Outbox.Rejection> refused = new ArrayList<>();
    private boolean takesSome;

    Delivery(Endpoint endpoint, Texts texts, Patience patience) {
        this.endpoint = endpoint;
        this.texts = texts;
        this.patience = patience;
    }

    /// Returns once Langfuse has taken or refused all of it.
    void bring(Batch batch) throws InterruptedException {
        var refusal = post(batch);
        if (refusal.isEmpty()) {
            takesSome = true;
        } else if (batch.attempts().size() > 1) {
            for (var half : batch.halves()) {
                bring(half);
            }
        } else {
            bringWithoutText(batch.attempts().getFirst(), refusal.get());
        }
    }

    /// What Langfuse will not take.
    List<Outbox.Rejection> refused() {
        return List.copyOf(refused);
    }

    /// Why it takes nothing at all; empty where it took something, or there was nothing to take.
    Optional<String> refusal() {
        return takesSome ? Optional.empty() : refused.stream().findFirst().map(Outbox.Rejection::reason);
    }

    /// A generation does not depend on what was said in it.
    private void bringWithoutText(Batch.Told told, String reason) throws InterruptedException {
        var refusal = told.texts().isEmpty() ? Optional.of(reason) : post(new Batch(List.of(told.withoutText())));
        if (refusal.isEmpty()) {
            takesSome = true;
            told.texts().forEach(texts::drop);
        } else {
            refused.add(new Outbox.Rejection(told.key(), refusal.get()));
        }
    }

    /// Returns once Langfuse has answered for good: why it refuses, or nothing where it takes all of it.
    private Optional<String> post(Batch batch) throws InterruptedException {
        while (true) {
            switch (endpoint.post(batch.message())) {
                case Answer.Taken() -> {
                    return Optional.empty();
                }
                case Answer.Refused(var reason) -> {
                    return Optional.of(reason);
                }
                case Answer.Later later -> patience.await(later);
            }
        }
    }
}
