package lakehouse.bench;

import gateway.v1.bench.InstantProvider;
import gateway.v1.bench.Load;
import gateway.v1.bench.MeasuredGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import langfuse.export.sending.Export;
import usage.store.JournalSettings;
import usage.store.Outbox;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// A gateway with a ledger of its own, of which Langfuse is told or not, and calls to it.
final class ToldGateway implements AutoCloseable {

    /// After an outage it may be a minute until it is tried again.
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Optional<InstantLangfuse> langfuse;
    private final UsageStore store;
    private final Optional<Export> export;
    private final MeasuredGateway gateway;
    private final Load load;

    /// @param folder where the ledger is
    /// @param langfuse who is told
    ToldGateway(Path folder, InstantProvider provider, Optional<Condition> langfuse) throws IOException {
        this.langfuse = langfuse.isPresent() ? Optional.of(new InstantLangfuse(langfuse.get())) : Optional.empty();
        store = UsageStore.open(new StoreSettings(folder, List.of(), StoreSettings.USUAL_RETENTION, JournalSettings.DEFAULT,
                InstantSource.system()));
        export = this.langfuse.map(endpoint -> new Export(store.outbox(), endpoint.settings()));
        gateway = new MeasuredGateway(store.ledger(), provider);
        load = new Load(gateway.uri());
    }

    Load load() {
        return load;
    }

    Outbox.Figures figures() {
        return store.outbox().figures();
    }

    /// Mends Langfuse.
    void mend() {
        langfuse.orElseThrow().mend();
    }

    /// Waits until Langfuse has acknowledged more than it has now.
    void awaitTelling() {
        long before = figures().acknowledged();
        await(() -> figures().acknowledged() > before, "Langfuse is not told again");
    }

    /// Waits until Langfuse has acknowledged everything that was answered.
    ///
    /// @throws IllegalStateException where it will not take some of it
    void awaitTold() {
        await(() -> figures().acknowledged() + figures().rejected() >= load.answered(),
                "Langfuse has not been told of everything");
        if (figures().rejected() > 0) {
            throw new IllegalStateException("Langfuse does not take what it is told: " + figures());
        }
    }

    @Override
    public void close() {
        load.close();
        gateway.close();
        export.ifPresent(Export::close);
        langfuse.ifPresent(InstantLangfuse::close);
        store.close();
    }

    private void await(BooleanSupplier reached, String otherwise) {
        for (long end = System.nanoTime() + LONGEST.toNanos(); !reached.getAsBoolean();) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(otherwise + ", after " + LONGEST + ": " + figures());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
