package gateway.v1.bench;

import ai.client.AiClient;
import ai.client.ChatRequest;
import ai.client.Message;
import ai.client.ModelRef;
import ai.client.Sampling;
import ai.client.direct.DirectAiClient;
import ai.client.direct.Timeouts;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Makes the same call directly and observably, turn by turn in one run, so that noise falls on both alike.
@Command(name = "bench hop", mixinStandardHelpOptions = true, description = "Measures the loopback hop's own cost.")
final class Hop implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--url", required = true, description = "The gateway.")
    private URI gateway;

    @Option(names = "--sidecar", required = true, description = "The sidecar behind it.")
    private URI sidecar;

    @Option(names = "--key", description = "API key, where the gateway wants one.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--model", defaultValue = "extractive", description = "The model that answers (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--calls", defaultValue = "4000", description = "Calls of each kind, after as many to warm up (default: ${DEFAULT-VALUE}).")
    private int calls;

    @Override
    public Integer call() {
        if (calls < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--calls must be at least 1");
        }
        var request = new ChatRequest(ModelRef.of(model), List.of(Message.user("Reply with PONG")), Sampling.DEFAULT);
        try (AiClient direct = DirectAiClient.to(sidecar, Map.of(), Timeouts.DEFAULT);
                AiClient observable = AiClient.observable(() -> gateway, "bench.hop", key)) {
            measure(calls, direct, observable, request);
            report(measure(calls, direct, observable, request));
        }
        return 0;
    }

    /// Nanoseconds of each call, sorted: the direct ones, the observable ones.
    private static long[][] measure(int calls, AiClient direct, AiClient observable, ChatRequest request) {
        var nanos = new long[2][calls];
        for (int at = 0; at < calls; at++) {
            nanos[0][at] = time(direct, request);
            nanos[1][at] = time(observable, request);
        }
        Arrays.stream(nanos).forEach(Arrays::sort);
        return nanos;
    }

    private static long time(AiClient client, ChatRequest request) {
        long start = System.nanoTime();
        client.chat(request);
        return System.nanoTime() - start;
    }

    private void report(long[][] nanos) {
        var out = spec.commandLine().getOut();
        out.printf("%d calls of each kind, in turns, after as many to warm up; milliseconds%n%n", calls);
        out.printf("%-12s %8s %8s %8s%n", "", "p50", "p90", "p99");
        row("direct", at(nanos[0], 50), at(nanos[0], 90), at(nanos[0], 99));
        row("observable", at(nanos[1], 50), at(nanos[1], 90), at(nanos[1], 99));
        row("the hop", at(nanos[1], 50) - at(nanos[0], 50), at(nanos[1], 90) - at(nanos[0], 90),
                at(nanos[1], 99) - at(nanos[0], 99));
        out.flush();
    }

    private void row(String name, double p50, double p90, double p99) {
        spec.commandLine().getOut().printf("%-12s %8.3f %8.3f %8.3f%n", name, p50, p90, p99);
    }

    private static double at(long[] sorted, int percentile) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)] / 1e6;
    }
}
