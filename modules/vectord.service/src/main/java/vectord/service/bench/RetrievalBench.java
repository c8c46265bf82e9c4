package vectord.service.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Locale;
import java.util.spi.ToolProvider;

/// `bench-retrieval`: how well, and how fast, a running Lakehouse finds documents of a judged corpus.
///
/// It creates a collection, sends all documents in one request, waits until they are searchable, and asks all queries in
/// each mode. It prints nDCG@10 and recall@10, averaged over the queries that have relevant documents, and the median
/// time of a query. A collection that the bench named itself is removed in the end. Exit code: 0, 1 where the service
/// refused something, 2 where the options are wrong.
public final class RetrievalBench implements ToolProvider {

    private static final int AT = 10;
    private static final String[] MODES = {"text", "vector", "hybrid"};

    @Override
    public String name() {
        return "bench-retrieval";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            run(BenchOptions.parse(arguments), out);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(BenchOptions.USAGE);
            return 2;
        } catch (IOException e) {
            err.println(e);
            return 1;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static void run(BenchOptions options, PrintWriter out) throws IOException {
        var judgements = Judgements.read(options.qrels());
        var queries = JsonLines.texts(options.queries());
        try (var collection = RemoteCollection.create(options)) {
            long start = System.nanoTime();
            var answer = collection.ingest(Files.readAllBytes(options.docs()));
            out.printf(Locale.ROOT,
                    "%s: %d accepted, %d rejected, %d failed, %d documents in %d chunks searchable after %.1f s%n",
                    collection.name(), answer.path("accepted").asInt(), answer.path("rejected").asInt(),
                    answer.path("failures").size(),
                    collection.status().path("documents").asInt(), collection.status().path("chunks").asInt(),
                    (System.nanoTime() - start) / 1e9);
            answer.path("verdicts").forEach(
                    verdict -> out.println("  line " + verdict.path("line").asText() + " " + verdict.path("id").asText("-")
                            + ": " + verdict.path("error").asText() + " (" + verdict.path("detail").asText() + ")"));
            out.printf("%n%d queries, %d of them judged%n%n", queries.size(),
                    queries.keySet().stream().filter(judgements::has).count());
            out.printf("%-8s %8s %10s %9s%n", "mode", "nDCG@" + AT, "recall@" + AT, "p50 ms");
            for (var mode : MODES) {
                var score = Score.of(queries, judgements, AT, text -> collection.query(text, mode, AT));
                out.printf(Locale.ROOT, "%-8s %8.4f %10.4f %9.1f%n", mode, score.ndcg(), score.recall(), score.medianMillis());
            }
        }
    }
}
