package langfuse.export.boot;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;
import langfuse.export.sending.Comparing;
import langfuse.export.sending.Endpoint;
import langfuse.export.sending.Exporter;
import langfuse.export.sending.Pauses;
import langfuse.export.sending.StepExporter;
import langfuse.export.span.Spans;
import langfuse.export.text.Texts;
import org.eclipse.microprofile.config.Config;
import telemetry.EndedSpan;
import telemetry.SpanLog;
import usage.store.Outbox;

/// Begins to tell Langfuse before the server takes calls, and ends after it has stopped, while the ledger is still open.
@ApplicationScoped
public class ExportLifecycle {

    private static final System.Logger LOG = System.getLogger(ExportLifecycle.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FLUSHING = Duration.ofSeconds(5);

    private final Config config;
    private final Outbox outbox;
    private final Texts texts;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile SpanLog steps = SpanLog.NONE;

    @Inject
    ExportLifecycle(Config config, Outbox outbox, Texts texts) {
        this.config = config;
        this.outbox = outbox;
        this.texts = texts;
    }

    /// For the container's proxy.
    protected ExportLifecycle() {
        this(null, null, null);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) @Initialized(ApplicationScoped.class) Object event) {
        LangfuseSettings.read(config).ifPresentOrElse(settings -> {
            outbox.turnOn();
            running.push(new Comparing(outbox, InstantSource.system()));
            running.push(new Exporter(outbox, new Endpoint(settings, PATIENCE),
                    new Spans(settings.environment(), settings.release()), texts, Pauses.USUAL, FLUSHING));
            var log = new StepExporter(new Endpoint(settings, PATIENCE), new Spans(settings.environment(), settings.release()),
                    Pauses.USUAL, FLUSHING);
            running.push(log);
            steps = log;
            LOG.log(Level.INFO, "generations go to {0}", settings.traces());
            if (settings.text().kind() == TextSettings.Kind.FULL) {
                LOG.log(Level.WARNING,
                        "Langfuse is told prompts and answers with all that is private in them (langfuse.text: full)");
            }
        }, outbox::turnOff);
    }

    /// Where the steps of requests go.
    @Produces
    @Singleton
    SpanLog steps() {
        return new SpanLog() {

            @Override
            public void ended(EndedSpan span) {
                steps.ended(span);
            }

            @Override
            public long dropped() {
                return steps.dropped();
            }
        };
    }

    /// The server has stopped at `PLATFORM_BEFORE`.
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) @BeforeDestroyed(ApplicationScoped.class) Object event)
            throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
