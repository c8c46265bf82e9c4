package vectord.service.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the bench is told on its command line.
final class BenchOptions {

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The running Lakehouse (default: ${DEFAULT-VALUE}).")
    private URI url;

    /// Told to every benchmark; this one has no use for it.
    @Option(names = "--sidecar", hidden = true)
    private Optional<URI> sidecar = Optional.empty();

    @Option(names = "--key", description = "API key, where one is needed.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--docs", required = true, paramLabel = "FILE", description = "Documents: JSON Lines with 'id' and 'text'.")
    private Path docs;

    @Option(names = "--queries", required = true, paramLabel = "FILE", description = "Queries: JSON Lines with 'id' and 'text'.")
    private Path queries;

    @Option(names = "--qrels", required = true, paramLabel = "FILE", description = "Judgements: query, document and grade, with tabs between.")
    private Path qrels;

    @Option(names = "--collection", description = "The collection to create; without one the bench names it, and removes it in the end.")
    private Optional<String> collection = Optional.empty();

    URI url() {
        return url;
    }

    Optional<String> key() {
        return key;
    }

    Path docs() {
        return docs;
    }

    Path queries() {
        return queries;
    }

    Path qrels() {
        return qrels;
    }

    Optional<String> collection() {
        return collection;
    }
}
