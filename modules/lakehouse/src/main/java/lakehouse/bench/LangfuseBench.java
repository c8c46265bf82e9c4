package lakehouse.bench;

import gateway.v1.bench.Comparison;
import gateway.v1.bench.Comparison.Subject;
import gateway.v1.bench.InstantProvider;
import gateway.v1.bench.LoadOptions;
import gateway.v1.bench.NamedLoad;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lakehouse.instance.Scratch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Measures the same calls while nobody is told of them, and while Langfuse is in every condition; then mends it, and measures how
/// what waits is told.
@Command(name = "bench langfuse", mixinStandardHelpOptions = true, description = {"Measures what telling Langfuse costs calls.",
    "Clients, gateways, provider and Langfuse share one process and its processors. Added is the difference to a gateway that tells "
            + "nobody. While Langfuse takes everything, each turn of calls waits until it was told of the turn before."})
final class LangfuseBench implements Callable<Integer> {

    private static final List<NamedLoad> LOADS = List.of(NamedLoad.rate(1000), NamedLoad.callers(16));

    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var opened = new ArrayDeque<AutoCloseable>();
        try {
            var scratch = Scratch.make();
            opened.push(scratch);
            var provider = new InstantProvider();
            opened.push(provider);
            var nobody = new ToldGateway(scratch.file("nobody"), provider, Optional.empty());
            opened.push(nobody);
            var told = new EnumMap<Condition, ToldGateway>(Condition.class);
            for (var condition : Condition.values()) {
                var gateway = new ToldGateway(scratch.file(condition.name()), provider, Optional.of(condition));
                opened.push(gateway);
                told.put(condition, gateway);
            }
            var subjects = new LinkedHashMap<String, Subject>();
            subjects.put("nobody is told", new Subject(nobody.load()));
            told.forEach((condition, gateway) -> subjects.put("Langfuse " + condition.words(), new Subject(gateway.load(),
                    condition == Condition.WELL ? gateway::awaitTold : () -> {})));
            new Comparison(out, options, subjects).measure(LOADS);
            tellTheRest(out, told);
        } finally {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
        }
        return 0;
    }

    private static void tellTheRest(PrintWriter out, Map<Condition, ToldGateway> told) {
        out.printf("%-18s %10s %10s %18s %18s %12s%n", "Langfuse", "calls", "waiting", "told again after s",
                "the rest within s", "rows/s");
        told.forEach((condition, gateway) -> {
            long calls = gateway.load().answered();
            long waiting = gateway.figures().waiting();
            if (waiting == 0) {
                out.printf("%-18s %10d %10d%n", condition.words(), calls, waiting);
                return;
            }
            long start = System.nanoTime();
            gateway.mend();
            gateway.awaitTelling();
            double again = seconds(start);
            long begun = System.nanoTime();
            gateway.awaitTold();
            double rest = seconds(begun);
            out.printf("%-18s %10d %10d %18.1f %18.1f %12.0f%n", condition.words(), calls, waiting, again, rest,
                    waiting / Math.max(rest, 0.001));
            out.flush();
        });
    }

    private static double seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toMillis() / 1e3;
    }
}
