package vectord.service.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Creates a collection, sends all documents in one request, waits until they are searchable, and asks all queries in each
/// mode. Prints nDCG@10 and recall@10, averaged over the queries that have relevant documents, and the median time of a query.
@Command(name = "bench retrieval", mixinStandardHelpOptions = true, description = "Measures search over a judged corpus.")
final class Retrieval implements Callable<Integer> {

    private static final int AT = 10;
    private static final List<String> MODES = List.of("text", "vector", "hybrid");

    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchOptions options;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var judgements = Judgements.read(options.qrels());
        var queries = JsonLines.texts(options.queries());
        try (var collection = RemoteCollection.create(options)) {
            long start = System.nanoTime();
            var answer = collection.ingest(Files.readAllBytes(options.docs()));
            reportIngest(out, collection, answer, (System.nanoTime() - start) / 1e9);
            out.printf("%n%d queries, %d of them judged%n%n", queries.size(),
                    queries.keySet().stream().filter(judgements::has).count());
            out.printf("%-8s %8s %10s %9s%n", "mode", "nDCG@" + AT, "recall@" + AT, "p50 ms");
            for (var mode : MODES) {
                var score = Score.of(queries, judgements, AT, text -> collection.query(text, mode, AT));
                out.printf(Locale.ROOT, "%-8s %8.4f %10.4f %9.1f%n", mode, score.ndcg(), score.recall(), score.medianMillis());
                out.flush();
            }
        }
        return 0;
    }

    private static void reportIngest(PrintWriter out, RemoteCollection collection, JsonNode answer, double seconds)
            throws IOException {
        var status = collection.status();
        out.printf(Locale.ROOT, "%s: %d accepted, %d rejected, %d failed; %d documents in %d chunks searchable after %.1f s%n",
                collection.name(), answer.path("accepted").asInt(), answer.path("rejected").asInt(),
                answer.path("failures").size(),
                status.path("documents").asInt(), status.path("chunks").asInt(), seconds);
        answer.path("verdicts").forEach(verdict -> out.println("  line " + verdict.path("line").asText() + " "
                + verdict.path("id").asText("-") + ": " + verdict.path("error").asText() + " (" + verdict.path("detail").asText()
                + ")"));
        out.flush();
    }
}
