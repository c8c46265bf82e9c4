package vectord.service.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the bench is told on its command line.
///
/// @param url the running Lakehouse
/// @param key the key to call it with
/// @param docs documents, JSON Lines with `id` and `text`
/// @param queries queries, JSON Lines with `id` and `text`
/// @param qrels judgements, lines of query, document and grade, separated by tabs
/// @param collection the collection to create; without one the bench names it, and removes it in the end
record BenchOptions(URI url, Optional<String> key, Path docs, Path queries, Path qrels, Optional<String> collection) {

    static final String USAGE = """
            bench-retrieval --docs FILE.jsonl --queries FILE.jsonl --qrels FILE.tsv
                            [--url URL] [--key KEY] [--collection NAME]""";

    private static final Set<String> KNOWN = Set.of("--url", "--key", "--docs", "--queries", "--qrels", "--collection");

    static BenchOptions parse(String... arguments) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!KNOWN.contains(arguments[i])) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new BenchOptions(URI.create(values.getOrDefault("--url", "http://127.0.0.1:8080")),
                Optional.ofNullable(values.get("--key")),
                file(values, "--docs"), file(values, "--queries"), file(values, "--qrels"),
                Optional.ofNullable(values.get("--collection")));
    }

    private static Path file(Map<String, String> values, String option) {
        var value = values.get(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return Path.of(value);
    }
}
