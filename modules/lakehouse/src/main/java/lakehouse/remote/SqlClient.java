package lakehouse.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Asks a running service in SQL.
///
/// @param service the one to ask
public record SqlClient(RemoteService service) {

    private static final String PATH = "/v1/usage/sql";

    /// The answer with its columns and rows.
    public JsonNode ask(String sql) {
        return service.post(PATH, body(sql));
    }

    /// The answer as CSV.
    public Csv csv(String sql) {
        var answer = service.post(PATH, body(sql), "text/csv");
        return new Csv(answer.body(), answer.headers().firstValue("x-lakehouse-truncated").filter("true"::equals).isPresent());
    }

    /// An answer as CSV.
    ///
    /// @param text as it comes
    /// @param truncated whether there were more rows than an answer may have
    public record Csv(String text, boolean truncated) {}

    private static JsonNode body(String sql) {
        return JsonNodeFactory.instance.objectNode().put("sql", sql);
    }
}
