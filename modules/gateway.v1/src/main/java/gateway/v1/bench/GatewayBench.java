package gateway.v1.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import usage.store.JournalSettings;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// Measures the same calls directly and through the gateway, in turns within one run and one process, so that noise falls on all
/// alike.
@Command(name = "bench gateway", mixinStandardHelpOptions = true, description = {"Measures what the gateway adds to a call.",
    "Client, gateway and provider share one process and its processors: requests a second and CPU are those of all three, and what "
            + "is added is the difference to calling the provider directly."})
final class GatewayBench implements Callable<Integer> {

    private static final int RATE = 1000;
    private static final int WARM_UP = 4;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "4", description = "Length of each load (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "How often each load is measured; the median is told (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--streams", paramLabel = "N", defaultValue = "2000", description = "Streams that stand open at once (default: ${DEFAULT-VALUE}); 0 leaves them out.")
    private int streams;

    @Option(names = "--only", paramLabel = "LOAD", description = "Measure this load alone, as the table names it (\"16 callers\").")
    private String only = "";

    @Override
    public Integer call() throws IOException {
        var folder = Files.createTempDirectory("lakehouse-bench-gateway");
        try (var provider = new InstantProvider();
                var store = UsageStore.open(new StoreSettings(folder, List.of(), StoreSettings.USUAL_RETENTION,
                        JournalSettings.DEFAULT, InstantSource.system()));
                var without = new MeasuredGateway(new Unrecorded(), provider);
                var with = new MeasuredGateway(store.ledger(), provider);
                var direct = new Load(provider.uri());
                var unrecorded = new Load(without.uri());
                var recorded = new Load(with.uri())) {
            var subjects = new LinkedHashMap<>(Map.of("direct", direct));
            subjects.put("gateway, no ledger", unrecorded);
            subjects.put("gateway, ledger", recorded);
            requests(subjects);
            new Streams(spec.commandLine().getOut(), direct, recorded).firstTokens(rounds);
            if (streams > 0) {
                new StandingStreams(spec.commandLine().getOut(), provider, recorded).measure(streams);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void requests(Map<String, Load> subjects) {
        var duration = Duration.ofSeconds(seconds);
        var loads = new LinkedHashMap<String, Function<Load, Run>>();
        for (int callers : List.of(1, 16, 64)) {
            loads.put(callers + (callers == 1 ? " caller" : " callers"), load -> load.closed(callers, duration));
        }
        loads.put(RATE + " requests/s", load -> load.open(RATE, duration));
        if (!only.isEmpty() && !loads.containsKey(only)) {
            throw new ParameterException(spec.commandLine(), "no load is called '" + only + "'; there are " + loads.keySet());
        }
        loads.keySet().removeIf(name -> !only.isEmpty() && !only.equals(name));
        // Until the compilers have done most of their work, they take the processors from everybody.
        subjects.values().forEach(load -> load.closed(16, duration.multipliedBy(WARM_UP)));
        var out = spec.commandLine().getOut();
        out.printf("%-18s %-20s %10s %9s %9s %9s %9s %9s%n", "load", "subject", "requests/s", "p50 ms", "p99 ms", "added p50",
                "added p99", "CPU us");
        loads.forEach((name, load) -> {
            measure(subjects, load).forEach((subject, run) -> run.print(out, name, subject));
            out.println();
            out.flush();
        });
    }

    private Map<String, Told> measure(Map<String, Load> subjects, Function<Load, Run> load) {
        var runs = new LinkedHashMap<String, List<Run>>();
        for (int round = 0; round < rounds; round++) {
            subjects.forEach((name, subject) -> runs.computeIfAbsent(name, any -> new ArrayList<>()).add(load.apply(subject)));
        }
        var told = new LinkedHashMap<String, Told>();
        runs.forEach(
                (name, some) -> told.put(name, new Told(some, told.isEmpty() ? some : told.values().iterator().next().runs())));
        return told;
    }

    /// A row of the table: of each figure the median of all rounds.
    ///
    /// @param runs what was measured
    /// @param yardstick of the direct calls
    private record Told(List<Run> runs, List<Run> yardstick) {

        void print(PrintWriter out, String load, String subject) {
            out.printf("%-18s %-20s %10.0f %9.3f %9.3f %9.3f %9.3f %9.0f%n", load, subject, median(runs, Run::requestsPerSecond),
                    median(runs, Run::p50), median(runs, Run::p99), median(runs, Run::p50) - median(yardstick, Run::p50),
                    median(runs, Run::p99) - median(yardstick, Run::p99), median(runs, Run::cpuMicros));
        }

        private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
            return runs.stream().mapToDouble(figure).sorted().skip(runs.size() / 2).findFirst().orElseThrow();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
