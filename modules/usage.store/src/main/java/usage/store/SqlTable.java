package usage.store;

import java.util.List;

/// What a question in SQL is answered with.
///
/// @param columns in order; two may have the same name
/// @param rows each with a value for every column
/// @param truncated whether there were more rows than an answer may have
public record SqlTable(List<Column> columns, List<List<SqlValue>> rows, boolean truncated) {

    public SqlTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// A column of an answer.
    ///
    /// @param name in lower case, unless the question says otherwise in quotes
    /// @param type as SQL names it, in lower case
    public record Column(String name, String type) {}
}
