package lakehouse.bench;

import gateway.v1.bench.Comparison;
import gateway.v1.bench.Comparison.Subject;
import gateway.v1.bench.InstantProvider;
import gateway.v1.bench.LoadOptions;
import gateway.v1.bench.NamedLoad;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lakehouse.instance.Scratch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Measures the same calls while nobody is told of them and while Langfuse is, in one condition after the other; then mends it, and
/// measures how what waits is told.
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
    public Integer call() throws IOException {
        try (var provider = new InstantProvider()) {
            for (var condition : Condition.values()) {
                measure(condition, provider);
            }
        }
        return 0;
    }

    /// Two gateways at a time: each has a database that fills the heap, and its collections are everybody's pauses.
    private void measure(Condition condition, InstantProvider provider) throws IOException {
        var out = spec.commandLine().getOut();
        try (var scratch = Scratch.make();
                var nobody = new ToldGateway(scratch.file("nobody"), provider, Optional.empty());
                var told = new ToldGateway(scratch.file("langfuse"), provider, Optional.of(condition))) {
            var subjects = new LinkedHashMap<String, Subject>();
            subjects.put("nobody is told", new Subject(nobody.load()));
            subjects.put("Langfuse " + condition.words(), new Subject(told.load(), condition == Condition.WELL
                    ? told::awaitTold
                    : () -> {}));
            new Comparison(out, options, subjects).measure(LOADS);
            if (condition == Condition.WELL) {
                out.printf("told of all %d calls%n%n", told.load().answered());
            } else {
                tellTheRest(out, told);
            }
            out.flush();
        }
    }

    private static void tellTheRest(PrintWriter out, ToldGateway told) {
        long waiting = told.load().answered() - told.figures().acknowledged();
        long start = System.nanoTime();
        told.mend();
        told.awaitTelling();
        double again = seconds(start);
        start = System.nanoTime();
        told.awaitTold();
        double rest = seconds(start);
        out.printf("mended: %d of %d calls waited; told again after %.1f s, of all of them %.1f s later (%.0f a second)%n%n",
                waiting,
                told.load().answered(), again, rest, waiting / Math.max(rest, 0.001));
    }

    private static double seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toMillis() / 1e3;
    }
}
