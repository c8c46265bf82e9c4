package lakehouse.service;

import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import lakehouse.instance.Probe;
import lakehouse.instance.Probe.Answer;

/// Whether the service answers itself over HTTP at `/health/live`, through all that a call goes through on its way to the
/// ledger's figures. Only where no answer comes would a restart help: one that says no is an answer (as much as may be under
/// way is), and a full disk or a missing model server answers too.
///
/// @param service where it is
record SelfCheck(URI service) implements BooleanSupplier {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public boolean getAsBoolean() {
        return switch (Probe.get(service.resolve("/health/live"), PATIENCE)) {
            case Answer.Status(int code, var date) -> true;
            case Answer.None(var reason) -> false;
        };
    }
}
