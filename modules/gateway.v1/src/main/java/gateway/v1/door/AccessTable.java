package gateway.v1.door;

import java.util.List;
import java.util.Optional;

/// Which path needs which scope. A path that no line names does not exist.
final class AccessTable {

    /// A path, or with a closing star every path that begins so; the first line that fits decides.
    private record Line(String path, Optional<Scope> scope) {

        boolean fits(String asked) {
            return path.endsWith("*")
                    ? asked.startsWith(path.substring(0, path.length() - 1)) || asked.equals(path.substring(0, path.length() - 2))
                    : asked.equals(path);
        }
    }

    private static final List<Line> LINES = List.of(line("/health/live"), line("/health/*", Scope.USAGE),
            line("/metrics/*", Scope.USAGE), line("/openapi/*", Scope.USAGE), line("/v1/usage/sql/*", Scope.ADMIN),
            line("/v1/usage/*", Scope.USAGE), line("/v1/admin/*", Scope.ADMIN),
            line("/v1/chat", Scope.CALL), line("/v1/chat/completions", Scope.CALL), line("/v1/embeddings", Scope.CALL),
            line("/v1/completions", Scope.CALL), line("/v1/responses", Scope.CALL), line("/v1/rerank", Scope.CALL),
            line("/v1/messages", Scope.CALL), line("/v1/messages/count_tokens", Scope.CALL),
            line("/ai/*", Scope.CALL),
            line("/"), line("/api/chat", Scope.CALL), line("/api/generate", Scope.CALL), line("/api/embed", Scope.CALL),
            line("/api/embeddings", Scope.CALL), line("/api/show", Scope.CALL), line("/api/tags", Scope.CALL),
            line("/api/ps", Scope.CALL), line("/api/version", Scope.CALL), line("/v1/models/*", Scope.CALL),
            line("/vectors/*", Scope.VECTORS));

    private AccessTable() {}

    /// Whether there is anything at `path`.
    static boolean knows(String path) {
        return LINES.stream().anyMatch(line -> line.fits(path));
    }

    /// The scope that `path` needs; empty: none.
    static Optional<Scope> scopeOf(String path) {
        return LINES.stream().filter(line -> line.fits(path)).findFirst().flatMap(Line::scope);
    }

    private static Line line(String path) {
        return new Line(path, Optional.empty());
    }

    private static Line line(String path, Scope scope) {
        return new Line(path, Optional.of(scope));
    }
}
