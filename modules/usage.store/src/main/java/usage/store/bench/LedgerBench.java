package usage.store.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import usage.store.JournalSettings.Fsync;

/// Runs the ledger's measurements one after the other, each in a directory of its own that is removed again.
@Command(name = "bench ledger", mixinStandardHelpOptions = true, description = "Measures the ledger by itself.")
final class LedgerBench implements Callable<Integer> {

    private static final List<Integer> CALLERS = List.of(1, 16, 256);

    @Spec
    private CommandSpec spec;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where to write (default: a temporary folder). Ten million rows take about 8 GB.")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--rows", paramLabel = "N", defaultValue = "10000000", description = "Rows that questions are asked over (default: ${DEFAULT-VALUE}); 0 leaves the questions out.")
    private int rows;

    @Option(names = "--sustained", paramLabel = "N", defaultValue = "1000000", description = "Rows of each sustained run (default: ${DEFAULT-VALUE}); 0 leaves these out.")
    private int sustained;

    @Option(names = "--entries", paramLabel = "N", defaultValue = "1000000", description = "Entries of the journal to replay (default: ${DEFAULT-VALUE}); 0 leaves it out.")
    private int entries;

    @Option(names = "--calls", paramLabel = "N", defaultValue = "15000", description = "Calls of each measurement of cost (default: ${DEFAULT-VALUE}); 0 leaves it out.")
    private int calls;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var place = directory.isPresent()
                ? Files.createDirectories(directory.get())
                : Files.createTempDirectory("lakehouse-bench-ledger");
        var work = new Workplace(place);
        if (calls > 0) {
            cost(work, out);
        }
        if (sustained > 0) {
            work.in("rows-plain", folder -> new PlainInserts(folder, sustained).report(out));
            for (int callers : List.of(16, 256)) {
                work.in("rows-" + callers, folder -> new Sustained(folder, callers, sustained).report(out));
            }
        }
        if (entries > 0) {
            work.in("replay", folder -> new Replay(folder, entries).report(out));
        }
        if (rows > 0) {
            work.in("questions", folder -> new Questions(folder, rows).report(out));
        }
        return 0;
    }

    private void cost(Workplace work, PrintWriter out) throws IOException {
        out.printf("intent + settlement, microseconds; %d calls after as many to warm up, a twentieth where each is forced%n",
                calls);
        out.printf("%-10s %8s %10s %10s%n", "fsync", "callers", "p50", "p99");
        for (var fsync : Fsync.values()) {
            int times = fsync == Fsync.ALWAYS ? Math.max(1, calls / 20) : calls;
            work.in("file-" + fsync, folder -> new PlainFile(folder, fsync, times).report(out));
            for (int callers : CALLERS) {
                work.in("cost-" + fsync + callers, folder -> new Cost(folder, fsync, callers, times).report(out));
            }
        }
        out.println();
        out.flush();
    }
}
