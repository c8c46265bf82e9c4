package gateway.v1.bench;

import gateway.v1.bench.Comparison.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import usage.store.JournalSettings;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// Measures the same calls directly and through the gateway.
@Command(name = "bench gateway", mixinStandardHelpOptions = true, description = {"Measures what the gateway adds to a call.",
    "Client, gateway and provider share one process and its processors: requests a second and CPU are those of all three, and what "
            + "is added is the difference to calling the provider directly."})
final class GatewayBench implements Callable<Integer> {

    private static final List<NamedLoad> LOADS = List.of(NamedLoad.callers(1), NamedLoad.callers(16), NamedLoad.callers(64),
            NamedLoad.rate(1000));

    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--streams", paramLabel = "N", defaultValue = "2000", description = "Streams that stand open at once (default: ${DEFAULT-VALUE}); 0 leaves them out.")
    private int streams;

    @Override
    public Integer call() throws IOException {
        var folder = Files.createTempDirectory("lakehouse-bench-gateway");
        var out = spec.commandLine().getOut();
        try (var provider = new InstantProvider();
                var store = UsageStore.open(new StoreSettings(folder, List.of(), StoreSettings.USUAL_RETENTION,
                        JournalSettings.DEFAULT, InstantSource.system()));
                var without = new MeasuredGateway(new Unrecorded(), provider);
                var with = new MeasuredGateway(store.ledger(), provider);
                var direct = new Load(provider.uri());
                var unrecorded = new Load(without.uri());
                var recorded = new Load(with.uri())) {
            var subjects = new LinkedHashMap<String, Subject>();
            subjects.put("direct", new Subject(direct));
            subjects.put("gateway, no ledger", new Subject(unrecorded));
            subjects.put("gateway, ledger", new Subject(recorded));
            new Comparison(out, options, subjects).measure(LOADS);
            new Streams(out, direct, recorded).firstTokens(options.rounds());
            if (streams > 0) {
                new StandingStreams(out, provider, recorded).measure(streams);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
