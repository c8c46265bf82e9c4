package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import usage.store.Audit;
import usage.store.UsageQueries;

/// Ready where the ledger's figures add up (accepted = in flight + settled + expired) and the last audit found that journal and
/// table agree. It tells all figures, so that a backlog (spooled) and rows that the table would not take (dead letters) are seen
/// before they become trouble.
@Readiness
@ApplicationScoped
class LedgerRecords implements HealthCheck {

    private final UsageQueries queries;

    @Inject
    LedgerRecords(UsageQueries queries) {
        this.queries = queries;
    }

    @Override
    public HealthCheckResponse call() {
        var figures = queries.completeness();
        var audit = queries.lastAudit();
        boolean addsUp = figures.accepted() == figures.inFlight() + figures.settled() + figures.expired();
        return HealthCheckResponse.named("ledger")
                .status(addsUp && audit.map(Audit::differences).filter(differences -> !differences.isEmpty()).isEmpty())
                .withData("accepted", figures.accepted()).withData("in_flight", figures.inFlight())
                .withData("settled", figures.settled()).withData("expired", figures.expired())
                .withData("spooled", figures.spooled()).withData("dead_letters", figures.deadLetters())
                .withData("lag_ms", figures.lag().toMillis())
                .withData("audit", audit.map(LedgerRecords::told).orElse("not yet made"))
                .build();
    }

    private static String told(Audit audit) {
        return audit.differences().isEmpty()
                ? "agreed at " + audit.asOf()
                : audit.differences().size() + " differences at " + audit.asOf() + "; see GET /v1/usage/audit";
    }
}
