package lakehouse.bench;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.spi.ToolProvider;
import picocli.CommandLine;

/// What telling Langfuse costs calls; offered to the command line as `bench langfuse`, which needs no service.
public final class LangfuseBenchmark implements ToolProvider {

    @Override
    public String name() {
        return "bench-alone-langfuse";
    }

    @Override
    public Optional<String> description() {
        return Optional
                .of("what telling Langfuse costs calls: while it takes everything, hangs, fails, or is away; and the backlog");
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new LangfuseBench()).setOut(out).setErr(err).execute(args);
    }
}
