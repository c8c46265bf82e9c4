package usage.store.sql;

import java.util.List;
import usage.store.LedgerException;
import usage.store.SqlQuery;
import usage.store.SqlValue;

/// The first of three walls: a question that was taken apart, found to be made of nothing but what is allowed, and written
/// anew, so that the database never reads what somebody else wrote.
///
/// @param text what the database is given
/// @param parameters values of its `?1`, `?2`, …
record AllowedQuery(String text, List<SqlValue> parameters) {

    /// Longest text of a question.
    static final int MOST_CHARACTERS = 20_000;

    private static final int MOST_PARENTHESES = 24;

    /// @throws LedgerException `invalid_query` naming what is not allowed
    static AllowedQuery of(SqlQuery query) {
        if (query.sql().length() > MOST_CHARACTERS) {
            throw Refusal.sql("is longer than " + MOST_CHARACTERS + " characters: " + query.sql().length());
        }
        if (depth(query.sql()) > MOST_PARENTHESES) {
            throw Refusal.sql("has more than " + MOST_PARENTHESES + " parentheses within each other");
        }
        var queries = new Queries();
        var select = Parsing.parsed(query.sql());
        queries.check(select, Sources.published());
        int expected = queries.parameters();
        if (expected != query.parameters().size()) {
            throw Refusal.parameters("has " + query.parameters().size() + " values, and sql has " + expected + " '?'");
        }
        var text = select.toString();
        RenderedText.check(text);
        return new AllowedQuery(text, query.parameters());
    }

    /// At least how deeply parentheses are nested, those in text counted too.
    private static int depth(String sql) {
        int depth = 0;
        int deepest = 0;
        for (int at = 0; at < sql.length(); at++) {
            depth += switch (sql.charAt(at)) {
                case '(', '[' -> 1;
                case ')', ']' -> -1;
                default -> 0;
            };
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }
}
