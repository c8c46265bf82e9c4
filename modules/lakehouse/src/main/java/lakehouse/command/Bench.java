package lakehouse.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import lakehouse.instance.Image;
import lakehouse.instance.PrivateInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs a benchmark that a module offers, against a private instance unless told where.
@Command(name = "bench", customSynopsis = {"lakehouse bench [--verbose] NAME [--url URL] [args...]",
    "lakehouse bench"}, description = {"Runs a benchmark; without a name, lists them.",
        "Unless --url is among its arguments, or it needs no service, it measures a private instance: free ports, "
                + "temporary data, embedded sidecar. 'lakehouse bench NAME --help' tells its arguments."})
final class Bench implements Callable<Integer> {

    private static final String PREFIX = "bench-";
    /// A benchmark of this name needs no service.
    private static final String ALONE = PREFIX + "alone-";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME [args...]", description = "The benchmark and its arguments.")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (words.isEmpty()) {
            tools().forEach(tool -> out.println("%-12s %s".formatted(name(tool), tool.description().orElse(""))));
            return 0;
        }
        var tool = tools().stream().filter(candidate -> name(candidate).equals(words.getFirst())).findFirst()
                .orElseThrow(() -> new LakehouseException(Code.CONFIGURATION, "no benchmark '" + words.getFirst()
                        + "'; there are: " + String.join(", ", tools().stream().map(Bench::name).toList())));
        return run(tool, words.subList(1, words.size()), out, spec.commandLine().getErr());
    }

    private static int run(ToolProvider tool, List<String> args, PrintWriter out, PrintWriter err) {
        if (tool.name().startsWith(ALONE)
                || args.stream().anyMatch(arg -> arg.equals("--url") || arg.startsWith("--url=") || arg.equals("--help"))) {
            return tool.run(out, err, args.toArray(String[]::new));
        }
        var image = Image.running();
        try (var instance = PrivateInstance.start(image, Map.of())) {
            out.printf("start to first 200: %d ms (%s cache)%n", instance.startTime().toMillis(),
                    image.trained() ? "with" : "no");
            var all = new ArrayList<>(List.of("--url", instance.uri().toString(), "--sidecar", instance.sidecar().toString()));
            all.addAll(args);
            return tool.run(out, err, all.toArray(String[]::new));
        }
    }

    private static List<ToolProvider> tools() {
        return ServiceLoader.load(ToolProvider.class).stream().map(ServiceLoader.Provider::get)
                .filter(tool -> tool.name().startsWith(PREFIX)).sorted(Comparator.comparing(ToolProvider::name)).toList();
    }

    private static String name(ToolProvider tool) {
        return tool.name().substring((tool.name().startsWith(ALONE) ? ALONE : PREFIX).length());
    }
}
