package gateway.v1.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import usage.store.Completeness;
import usage.store.SqlTable;
import usage.store.SqlValue;

/// The answer to a question in SQL, in both of its shapes.
final class SqlDocuments {

    private SqlDocuments() {}

    static ObjectNode document(SqlTable table, Completeness completeness) {
        var document = Json.object().put("object", "table");
        var columns = document.putArray("columns");
        table.columns().forEach(column -> columns.addObject().put("name", column.name()).put("type", column.type()));
        var rows = document.putArray("rows");
        table.rows().forEach(row -> {
            var cells = rows.addArray();
            row.forEach(value -> cells.add(json(value)));
        });
        document.put("row_count", table.rows().size()).put("truncated", table.truncated());
        document.set("completeness", UsageDocuments.completeness(completeness));
        return document;
    }

    /// Columns of the same name are told apart by their place.
    static Table table(SqlTable table) {
        var names = new LinkedHashSet<String>();
        table.columns().forEach(column -> {
            if (!names.add(column.name())) {
                names.add(column.name() + "_" + (names.size() + 1));
            }
        });
        var rows = new ArrayList<ObjectNode>();
        for (var row : table.rows()) {
            var node = Json.object();
            var values = row.iterator();
            names.forEach(name -> node.set(name, json(values.next())));
            rows.add(node);
        }
        return new Table(names.stream().toList(), rows);
    }

    private static JsonNode json(SqlValue value) {
        var nodes = Json.MAPPER.getNodeFactory();
        return switch (value) {
            case SqlValue.Missing() -> nodes.nullNode();
            case SqlValue.Text(var text) -> nodes.textNode(text);
            case SqlValue.Amount(var number) -> nodes.numberNode(number);
            case SqlValue.Flag(var set) -> nodes.booleanNode(set);
            case SqlValue.Items(var items) -> {
                var array = nodes.arrayNode();
                items.forEach(item -> array.add(json(item)));
                yield array;
            }
        };
    }
}
