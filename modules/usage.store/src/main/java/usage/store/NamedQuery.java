package usage.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// A question that comes along, from `db/queries`.
///
/// @param name what it is called
/// @param purpose what it is for: its first line of comment
/// @param sql its text
public record NamedQuery(String name, String purpose, String sql) {

    private static final List<String> NAMES = List.of("cost_by_day", "failed_attempts", "usage_by_caller", "usage_by_model");

    /// All of them, in the order of their names.
    public static List<NamedQuery> all() {
        return NAMES.stream().map(NamedQuery::read).toList();
    }

    /// The one of that name.
    ///
    /// @throws LedgerException `invalid_query` naming those that there are
    public static NamedQuery of(String name) {
        return all().stream().filter(query -> query.name().equals(name)).findFirst()
                .orElseThrow(() -> new LedgerException(LedgerException.Code.INVALID_QUERY,
                        "no query is named '" + name + "'; there are " + NAMES.stream().collect(Collectors.joining(", "))));
    }

    private static NamedQuery read(String name) {
        try (var in = NamedQuery.class.getResourceAsStream("/usage/store/db/queries/" + name + ".sql")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new NamedQuery(name, text.lines().findFirst().orElseThrow().replaceFirst("^-- ", ""), text);
        } catch (IOException e) {
            throw new UncheckedIOException("the query " + name + " cannot be read", e);
        }
    }
}
