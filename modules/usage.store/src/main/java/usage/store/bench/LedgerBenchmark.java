package usage.store.bench;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.spi.ToolProvider;
import picocli.CommandLine;

/// What the ledger costs and how fast it answers; offered to the command line as `bench ledger`, which needs no service.
public final class LedgerBenchmark implements ToolProvider {

    @Override
    public String name() {
        return "bench-alone-ledger";
    }

    @Override
    public Optional<String> description() {
        return Optional.of("the ledger by itself: cost of a call, rows a second, replay, answers over many rows");
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new LedgerBench()).setOut(out).setErr(err).execute(args);
    }
}
