package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.MetadataBuilder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import usage.store.Completeness;
import usage.store.UsageQueries;

/// The figures of `completeness` as gauges under `/metrics`.
@ApplicationScoped
class LedgerGauges {

    private final UsageQueries queries;
    private final MetricRegistry registry;

    @Inject
    LedgerGauges(UsageQueries queries, MetricRegistry registry) {
        this.queries = queries;
        this.registry = registry;
    }

    void register(@Observes @Initialized(ApplicationScoped.class) Object event) {
        gauge("accepted", "attempts ever accepted", Completeness::accepted);
        gauge("in_flight", "attempts that have begun and not ended", Completeness::inFlight);
        gauge("settled", "attempts that have ended and not expired", Completeness::settled);
        gauge("expired", "attempts that retention has removed", Completeness::expired);
        gauge("spooled", "settled attempts that wait in the journal for the table", Completeness::spooled);
        gauge("dead_letters", "settled attempts that the table would not take", Completeness::deadLetters);
        gauge("lag_seconds", "how far the table is behind the journal", figures -> figures.lag().toMillis() / 1e3);
        gauge("oldest_in_flight_seconds", "age of the oldest attempt in flight",
                figures -> figures.oldestInFlight().toMillis() / 1e3);
    }

    private void gauge(String name, String description, ToDoubleFunction<Completeness> figure) {
        registry.gauge(new MetadataBuilder().withName("lakehouse_ledger_" + name).withDescription(description).build(), queries,
                source -> figure.applyAsDouble(source.completeness()));
    }
}
