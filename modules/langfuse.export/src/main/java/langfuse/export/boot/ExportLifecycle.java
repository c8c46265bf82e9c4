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
import java.util.Optional;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;
import langfuse.export.sending.Export;
import langfuse.export.text.Texts;
import org.eclipse.microprofile.config.Config;
import telemetry.EndedSpan;
import telemetry.SpanLog;
import usage.store.Outbox;

/// Begins to tell Langfuse before the server takes calls, and ends after it has stopped, while the ledger is still open.
@ApplicationScoped
public class ExportLifecycle {

    private static final System.Logger LOG = System.getLogger(ExportLifecycle.class.getName());

    private final Config config;
    private final Outbox outbox;
    private final Texts texts;
    private volatile Optional<Export> export = Optional.empty();

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
            export = Optional.of(new Export(outbox, settings, texts));
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
                export.ifPresent(running -> running.ended(span));
            }

            @Override
            public long dropped() {
                return export.map(Export::dropped).orElse(0L);
            }
        };
    }

    /// The server has stopped at `PLATFORM_BEFORE`.
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        export.ifPresent(Export::close);
    }
}
