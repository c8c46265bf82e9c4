package vectord.service.bench;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.spi.ToolProvider;
import picocli.CommandLine;

/// How well, and how fast, a running Lakehouse finds documents of a judged corpus; offered to the command line as
/// `bench retrieval`. Exit code: 0, 1 where the service or a file refused, 2 where the options are wrong.
public final class RetrievalBench implements ToolProvider {

    @Override
    public String name() {
        return "bench-retrieval";
    }

    @Override
    public Optional<String> description() {
        return Optional.of("nDCG@10, recall@10 and query time over a judged corpus, for text, vector and hybrid search");
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Retrieval()).setOut(out).setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println(failure.getMessage() == null ? failure : failure.getMessage());
                    return 1;
                }).execute(arguments);
    }
}
