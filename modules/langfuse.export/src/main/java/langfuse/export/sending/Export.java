package langfuse.export.sending;

import java.time.Duration;
import java.time.InstantSource;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;
import langfuse.export.span.Spans;
import langfuse.export.text.Texts;
import telemetry.EndedSpan;
import telemetry.SpanLog;
import usage.store.Outbox;

/// All that tells Langfuse of an outbox and of steps, from its making until it is closed.
public final class Export implements SpanLog, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FLUSHING = Duration.ofSeconds(5);

    private final Comparing comparing;
    private final Exporter generations;
    private final StepExporter steps;

    /// Turns the outbox on; nobody hands over what is said.
    public Export(Outbox outbox, LangfuseSettings settings) {
        this(outbox, settings, Texts.of(TextSettings.OFF));
    }

    /// Turns the outbox on.
    ///
    /// @param texts what was said
    public Export(Outbox outbox, LangfuseSettings settings, Texts texts) {
        outbox.turnOn();
        var spans = new Spans(settings.environment(), settings.release());
        comparing = new Comparing(outbox, InstantSource.system());
        generations = new Exporter(outbox, new Endpoint(settings, PATIENCE), spans, texts, Pauses.USUAL, FLUSHING);
        steps = new StepExporter(new Endpoint(settings, PATIENCE), spans, Pauses.USUAL, FLUSHING);
    }

    @Override
    public void ended(EndedSpan span) {
        steps.ended(span);
    }

    @Override
    public long dropped() {
        return steps.dropped();
    }

    /// Tells what is left, as far as Langfuse takes it within a few seconds.
    @Override
    public void close() {
        steps.close();
        generations.close();
        comparing.close();
    }
}
