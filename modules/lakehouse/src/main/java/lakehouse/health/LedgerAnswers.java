package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import usage.store.UsageQueries;

/// Alive where the ledger tells its figures at all. Whether they are good ones is a question of readiness: no restart would
/// mend them.
@Liveness
@ApplicationScoped
class LedgerAnswers implements HealthCheck {

    private final UsageQueries queries;

    @Inject
    LedgerAnswers(UsageQueries queries) {
        this.queries = queries;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ledger-answers").up().withData("in_flight", queries.completeness().inFlight()).build();
    }
}
