package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.MetadataBuilder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import usage.store.Outbox;

/// What Langfuse was told of, and has yet to be, as gauges under `/metrics`.
@ApplicationScoped
class LangfuseGauges {

    private final Outbox outbox;
    private final MetricRegistry registry;

    @Inject
    LangfuseGauges(Outbox outbox, MetricRegistry registry) {
        this.outbox = outbox;
        this.registry = registry;
    }

    void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
        gauge("on", "1 where Langfuse is configured", figures -> figures.on() ? 1 : 0);
        gauge("waiting", "generations that Langfuse has not acknowledged yet", Outbox.Figures::waiting);
        gauge("oldest_waiting_seconds", "for how long the oldest of them has waited",
                figures -> figures.oldest().toMillis() / 1e3);
        gauge("acknowledged", "generations that Langfuse has acknowledged since the start", Outbox.Figures::acknowledged);
        gauge("rejected", "generations that Langfuse will not take", Outbox.Figures::rejected);
        gauge("failing", "1 while Langfuse cannot be told", figures -> figures.trouble().isPresent() ? 1 : 0);
        compared("difference", "rows that Langfuse has not acknowledged, as counted last", Outbox.Minute::difference);
        compared("unexplained", "those of them that neither wait nor were rejected", Outbox.Minute::unexplained);
    }

    /// NaN until both were counted.
    private void compared(String name, String description, ToDoubleFunction<Outbox.Minute> figure) {
        gauge(name, description, figures -> figures.comparison().map(Outbox.Comparison::total).stream().mapToDouble(figure)
                .findFirst().orElse(Double.NaN));
    }

    private void gauge(String name, String description, ToDoubleFunction<Outbox.Figures> figure) {
        registry.gauge(new MetadataBuilder().withName("lakehouse_langfuse_" + name).withDescription(description).build(), outbox,
                source -> figure.applyAsDouble(source.figures()));
    }
}
