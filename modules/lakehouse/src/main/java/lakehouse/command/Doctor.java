package lakehouse.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lakehouse.configuration.Configuration;
import lakehouse.doctor.Checkup;
import lakehouse.doctor.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Looks at all that a service needs.
@Command(name = "doctor", description = {"Looks at all that a service needs: Java, configuration, port, disk, permissions, "
        + "sidecar, providers, Langfuse, clock, and the service itself where it runs.",
    "Changes nothing and calls no model; providers are asked for their list of models, and Langfuse which project it is, with their keys. Exits with 1 where a check fails."})
final class Doctor implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML. Default: lakehouse.yaml in the working directory, where there is one.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (data.dir). Default: ./data.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "Port that the service listens on (server.port). Default: 8080.")
    private Optional<Integer> port = Optional.empty();

    @Override
    public Integer call() {
        var told = new HashMap<String, String>();
        data.ifPresent(directory -> told.put("data.dir", directory.toString()));
        port.ifPresent(number -> told.put("server.port", number.toString()));
        var environment = System.getenv();
        boolean isWell = new Checkup(environment, InstantSource.system())
                .make(() -> Configuration.assemble(config, told, environment), this::print);
        return isWell ? 0 : 1;
    }

    private void print(Finding finding) {
        spec.commandLine().getOut().println("%-4s  %-18s  %s".formatted(finding.state().name().toLowerCase(Locale.ROOT),
                finding.check(), finding.sentence()));
    }
}
