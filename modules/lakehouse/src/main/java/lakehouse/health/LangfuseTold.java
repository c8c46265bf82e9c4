package lakehouse.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import usage.store.Outbox;

/// A note of how far Langfuse was told, and never a reason not to be ready: calls do not need it.
@Readiness
@ApplicationScoped
class LangfuseTold implements HealthCheck {

    private final Outbox outbox;

    @Inject
    LangfuseTold(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public HealthCheckResponse call() {
        var figures = outbox.figures();
        var note = HealthCheckResponse.named("langfuse").up().withData("on", figures.on());
        if (figures.on()) {
            note.withData("waiting", figures.waiting()).withData("oldest_waiting_seconds", figures.oldest().toSeconds())
                    .withData("rejected", figures.rejected()).withData("trouble", figures.trouble().orElse("none"));
            figures.comparison().map(Outbox.Comparison::total).ifPresent(total -> note
                    .withData("difference", total.difference()).withData("unexplained", total.unexplained()));
        }
        return note.build();
    }
}
