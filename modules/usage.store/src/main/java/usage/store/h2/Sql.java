package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Statements made of column lists, and the running of them.
final class Sql {

    /// Gives a statement its parameters.
    @FunctionalInterface
    interface Fill {
        void fill(Parameters parameters) throws SQLException;
    }

    /// Makes a value of a row.
    @FunctionalInterface
    interface Read<T> {
        T read(Cells cells) throws SQLException;
    }

    static final String OF_KEY = " WHERE call_id = ? AND attempt = ?";

    private Sql() {}

    static String insert(String table, String columns) {
        return "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks(columns.split(",").length) + ")";
    }

    static String update(String table, String columns) {
        return "UPDATE " + table + " SET "
                + Stream.of(columns.split(",")).map(column -> column.strip() + " = ?").collect(Collectors.joining(", "));
    }

    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    static int update(Connection connection, String sql, Fill fill) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            fill.fill(new Parameters(statement));
            return statement.executeUpdate();
        }
    }

    static <T> List<T> query(Connection connection, String sql, Fill fill, Read<T> read) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            fill.fill(new Parameters(statement));
            try (var result = statement.executeQuery()) {
                var rows = new ArrayList<T>();
                var cells = new Cells(result);
                while (result.next()) {
                    rows.add(read.read(cells));
                }
                return List.copyOf(rows);
            }
        }
    }
}
