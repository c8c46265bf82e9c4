package lakehouse.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import usage.store.NamedQuery;

/// Proposes how a word may go on: names of views, columns and questions, commands, and words of SQL.
final class Completion implements Completer {

    private static final List<String> WORDS = List.of("""
            ALL AND AS ASC AVG BETWEEN BY CASE CAST COALESCE COUNT CURRENT_DATE CURRENT_TIMESTAMP DATE_TRUNC DESC DISTINCT
            ELSE END EXISTS EXTRACT FALSE FETCH FILTER FIRST FROM GROUP HAVING ILIKE IN INNER INTERVAL IS JOIN LAST LEFT
            LIKE LIMIT MAX MEDIAN MIN NOT NULL NULLS OFFSET ON ONLY OR ORDER OVER PARTITION PERCENTILE_CONT ROUND ROWS
            SELECT SUM THEN TIMESTAMP TRUE UNION WHEN WHERE WITH WITHIN""".split("\\s+"));

    private final Catalog catalog;

    Completion(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        proposals(line.words().getFirst(), line.wordIndex(), line.word().substring(0, line.wordCursor())).distinct()
                .map(Candidate::new).forEach(candidates::add);
    }

    /// @param first the first word of the line
    /// @param at the number of the word at the cursor
    /// @param begun what of it is typed
    private Stream<String> proposals(String first, int at, String begun) {
        if (at > 0 && first.startsWith("\\")) {
            return Catalog.VIEWS.stream();
        }
        if (begun.startsWith("\\")) {
            return Arrays.stream(MetaCommand.values()).flatMap(command -> command.names().stream());
        }
        if (begun.startsWith("@")) {
            return NamedQuery.all().stream().map(query -> "@" + query.name());
        }
        boolean lower = !begun.isEmpty() && Character.isLowerCase(begun.charAt(0));
        return Stream.of(Catalog.VIEWS.stream(),
                catalog.known().values().stream().map(Map::keySet).flatMap(columns -> columns.stream()),
                WORDS.stream().map(word -> lower ? word.toLowerCase(Locale.ROOT) : word)).flatMap(words -> words);
    }
}
