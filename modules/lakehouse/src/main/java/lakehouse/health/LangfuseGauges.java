package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetadataBuilder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import telemetry.MetricName;
import telemetry.SpanLog;
import telemetry.TextLog;
import usage.store.Outbox;

/// What Langfuse was told of, and has yet to be, as gauges under `/metrics`.
@ApplicationScoped
class LangfuseGauges {

    private final Outbox outbox;
    private final SpanLog steps;
    private final TextLog texts;
    private final MetricRegistry registry;

    @Inject
    LangfuseGauges(Outbox outbox, SpanLog steps, TextLog texts, MetricRegistry registry) {
        this.outbox = outbox;
        this.steps = steps;
        this.texts = texts;
        this.registry = registry;
    }

    void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
        gauge(MetricName.LANGFUSE_ON, "1 where Langfuse is configured", figures -> figures.on() ? 1 : 0);
        gauge(MetricName.LANGFUSE_WAITING, "generations that Langfuse has not acknowledged yet", Outbox.Figures::waiting);
        gauge(MetricName.LANGFUSE_OLDEST_WAITING, "for how long the oldest of them has waited",
                figures -> figures.oldest().toMillis() / 1e3);
        gauge(MetricName.LANGFUSE_ACKNOWLEDGED, "generations that Langfuse has acknowledged since the start",
                Outbox.Figures::acknowledged);
        gauge(MetricName.LANGFUSE_REJECTED, "generations that Langfuse will not take", Outbox.Figures::rejected);
        gauge(MetricName.LANGFUSE_FAILING, "1 while Langfuse cannot be told", figures -> figures.trouble().isPresent() ? 1 : 0);
        compared(MetricName.LANGFUSE_DIFFERENCE, "rows that Langfuse has not acknowledged, as counted last",
                Outbox.Minute::difference);
        compared(MetricName.LANGFUSE_UNEXPLAINED, "those of them that neither wait nor were rejected",
                Outbox.Minute::unexplained);
        registry.gauge(metadata(MetricName.LANGFUSE_STEPS_DROPPED, "steps of requests that Langfuse was not told of"), steps,
                SpanLog::dropped);
        registry.gauge(metadata(MetricName.LANGFUSE_TEXTS_DROPPED, "attempts whose text Langfuse was not told"), texts,
                TextLog::dropped);
    }

    /// NaN until both were counted.
    private void compared(String name, String description, ToDoubleFunction<Outbox.Minute> figure) {
        gauge(name, description, figures -> figures.comparison().map(Outbox.Comparison::total).stream().mapToDouble(figure)
                .findFirst().orElse(Double.NaN));
    }

    private void gauge(String name, String description, ToDoubleFunction<Outbox.Figures> figure) {
        registry.gauge(metadata(name, description), outbox,
                source -> figure.applyAsDouble(source.figures()));
    }

    private static Metadata metadata(String name, String description) {
        return new MetadataBuilder().withName(name).withDescription(description).build();
    }
}
