package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetadataBuilder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import usage.store.Audit;
import usage.store.Completeness;
import usage.store.UsageQueries;

/// The figures of `completeness` and of the last audit as gauges under `/metrics`.
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
        audit("audit_differences", "files of the journal that the table did not agree with in the last audit",
                audit -> audit.differences().size());
        audit("audit_seconds", "when the last audit was, in seconds since 1970", audit -> audit.asOf().toEpochMilli() / 1e3);
    }

    /// NaN until there was one.
    private void audit(String name, String description, ToDoubleFunction<Audit> figure) {
        registry.gauge(metadata(name, description), queries,
                source -> source.lastAudit().stream().mapToDouble(figure).findFirst().orElse(Double.NaN));
    }

    private void gauge(String name, String description, ToDoubleFunction<Completeness> figure) {
        registry.gauge(metadata(name, description), queries, source -> figure.applyAsDouble(source.completeness()));
    }

    private static Metadata metadata(String name, String description) {
        return new MetadataBuilder().withName("lakehouse_ledger_" + name).withDescription(description).build();
    }
}
