package gateway.v1.bench;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.spi.ToolProvider;
import picocli.CommandLine;

/// What the gateway adds to a call; offered to the command line as `bench gateway`, which needs no service.
public final class GatewayBenchmark implements ToolProvider {

    @Override
    public String name() {
        return "bench-alone-gateway";
    }

    @Override
    public Optional<String> description() {
        return Optional
                .of("what the gateway adds to a call: latency, requests a second, CPU, streams, with the ledger and without");
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new GatewayBench()).setOut(out).setErr(err).execute(args);
    }
}
