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
import usage.store.Audit;
import usage.store.Completeness;
import usage.store.JournalFigures;
import usage.store.UsageQueries;

/// The figures of `completeness`, of the journal and of the last audit as gauges under `/metrics`.
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
        gauge(MetricName.LEDGER_ACCEPTED, "attempts ever accepted", Completeness::accepted);
        gauge(MetricName.LEDGER_IN_FLIGHT, "attempts that have begun and not ended", Completeness::inFlight);
        gauge(MetricName.LEDGER_SETTLED, "attempts that have ended and not expired", Completeness::settled);
        gauge(MetricName.LEDGER_EXPIRED, "attempts that retention has removed", Completeness::expired);
        gauge(MetricName.LEDGER_SPOOLED, "settled attempts that wait in the journal for the table", Completeness::spooled);
        gauge(MetricName.LEDGER_DEAD_LETTERS, "settled attempts that the table would not take", Completeness::deadLetters);
        gauge(MetricName.LEDGER_LAG, "how far the table is behind the journal", figures -> figures.lag().toMillis() / 1e3);
        gauge(MetricName.LEDGER_OLDEST_IN_FLIGHT, "age of the oldest attempt in flight",
                figures -> figures.oldestInFlight().toMillis() / 1e3);
        journal(MetricName.LEDGER_JOURNAL, "bytes of the journal's files", JournalFigures::bytes);
        journal(MetricName.LEDGER_JOURNAL_LIMIT, "most bytes that they may have", JournalFigures::limit);
        journal(MetricName.LEDGER_LOST, "attempts that this start has found in flight, and settled as lost",
                JournalFigures::lost);
        audit(MetricName.LEDGER_AUDIT_DIFFERENCES, "files of the journal that the table did not agree with in the last audit",
                audit -> audit.differences().size());
        audit(MetricName.LEDGER_AUDIT_TIME, "when the last audit was, in seconds since 1970",
                audit -> audit.asOf().toEpochMilli() / 1e3);
    }

    /// NaN until there was one.
    private void audit(String name, String description, ToDoubleFunction<Audit> figure) {
        registry.gauge(metadata(name, description), queries,
                source -> source.lastAudit().stream().mapToDouble(figure).findFirst().orElse(Double.NaN));
    }

    private void gauge(String name, String description, ToDoubleFunction<Completeness> figure) {
        registry.gauge(metadata(name, description), queries, source -> figure.applyAsDouble(source.completeness()));
    }

    private void journal(String name, String description, ToDoubleFunction<JournalFigures> figure) {
        registry.gauge(metadata(name, description), queries, source -> figure.applyAsDouble(source.journal()));
    }

    private static Metadata metadata(String name, String description) {
        return new MetadataBuilder().withName(name).withDescription(description).build();
    }
}
