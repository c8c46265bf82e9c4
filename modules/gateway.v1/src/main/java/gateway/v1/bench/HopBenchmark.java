package gateway.v1.bench;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.spi.ToolProvider;
import picocli.CommandLine;

/// What the hop through the gateway costs; offered to the command line as `bench hop`.
public final class HopBenchmark implements ToolProvider {

    @Override
    public String name() {
        return "bench-hop";
    }

    @Override
    public Optional<String> description() {
        return Optional.of("the loopback hop's own cost: an observable call against a direct one");
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Hop()).setOut(out).setErr(err).execute(args);
    }
}
