package lakehouse.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import lakehouse.configuration.Configuration;
import lakehouse.instance.Probe;

/// The local model server answers.
final class SidecarCheck implements Check {

    private static final String CHECK = "sidecar";

    @Override
    public Stream<Finding> look(Configuration configuration) {
        var sidecar = configuration.value("sidecar.url");
        if (sidecar.equals("embedded")) {
            return Stream.of(Finding.ok(CHECK, "Built in: it starts with the service."));
        }
        var answer = Probe.get(URI.create(sidecar + "/api/version"), Duration.ofSeconds(5));
        return Stream.of(answer.good()
                ? Finding.ok(CHECK, sidecar + " answers.")
                : Finding.fail(CHECK, sidecar + " does not answer as Ollama does: " + answer + "."));
    }
}
