package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import lakehouse.instance.Probe;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready where the sidecar answers `GET /api/version` within two seconds. No model call: the ledger has no row of it.
@Readiness
@ApplicationScoped
class SidecarReady implements HealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String sidecar;

    @Inject
    SidecarReady(@ConfigProperty(name = "sidecar.url") String sidecar) {
        this.sidecar = sidecar;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = Probe.get(URI.create(sidecar + "/api/version"), PATIENCE);
        return HealthCheckResponse.named("sidecar").status(answer.good()).withData("url", sidecar)
                .withData("answer", answer.toString()).build();
    }
}
