package gateway.v1.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How long and how often loads are measured; options of every benchmark that does.
public final class LoadOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec benchmark;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "4", description = "Length of each load (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "How often each load is measured; the median is told (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--only", paramLabel = "LOAD", description = "Measure this load alone, as the table names it (\"16 callers\").")
    private Optional<String> only = Optional.empty();

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    int rounds() {
        return rounds;
    }

    /// Those that are to be measured.
    ///
    /// @throws ParameterException where none has the name that was given
    List<NamedLoad> chosen(List<NamedLoad> loads) {
        var chosen = loads.stream().filter(load -> only.isEmpty() || only.get().equals(load.name())).toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(benchmark.commandLine(),
                    "no load is called '" + only.orElseThrow() + "'; there are " + loads.stream().map(NamedLoad::name).toList());
        }
        return chosen;
    }
}
