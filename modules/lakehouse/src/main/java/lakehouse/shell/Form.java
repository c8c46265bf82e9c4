package lakehouse.shell;

import java.util.List;
import lakehouse.LakehouseException;
import lakehouse.remote.SqlClient;
import lakehouse.remote.TextTable;

/// How answers of the ledger are shown.
public enum Form {

    TABLE, CSV, JSON;

    private static final List<String> MORE = List.of("there were more rows than an answer may have");

    /// Asks, and shapes the answer.
    ///
    /// @param width columns of the terminal
    /// @throws LakehouseException as the service says it
    public Answer ask(SqlClient client, String sql, int width) {
        return switch (this) {
            // It says by itself how many rows there are.
            case TABLE -> Answer.of(TextTable.of(client.ask(sql), width));
            case CSV -> {
                var csv = client.csv(sql);
                yield new Answer(csv.text(), csv.truncated() ? MORE : List.of());
            }
            case JSON -> {
                var document = client.ask(sql);
                yield new Answer(document.toPrettyString() + "\n",
                        document.path("truncated").booleanValue() ? MORE : List.of());
            }
        };
    }
}
