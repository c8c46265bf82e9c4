package vectord.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// What is searched for.
///
/// @param text words; never read as a query language
/// @param mode how it is matched
/// @param limit most documents wanted, 1 to [#MAX_LIMIT]
/// @param filter metadata fields and the string, number or boolean that each must have; all of them must match
public record Query(String text, Mode mode, int limit, Map<String, JsonNode> filter) {

    /// Most documents that one query may ask for.
    public static final int MAX_LIMIT = 100;
    /// Most characters of a query.
    public static final int MAX_TEXT = 10_000;

    private static final int MAX_FILTERS = 32;

    public Query {
        if (text.isBlank()) {
            throw VectorsException.invalid("text", "text is empty");
        }
        if (text.length() > MAX_TEXT) {
            throw VectorsException.invalid("text",
                    "text has " + text.length() + " characters; at most " + MAX_TEXT + " are taken");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw VectorsException.invalid("limit", "limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
        if (filter.size() > MAX_FILTERS) {
            throw VectorsException.invalid("filter",
                    "filter names " + filter.size() + " fields; at most " + MAX_FILTERS + " are taken");
        }
        filter = Map.copyOf(filter);
        filter.forEach((name, value) -> {
            if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
                throw VectorsException.invalid("filter." + name, "filter." + name + " is not a string, number or boolean");
            }
        });
    }
}
