package usage.store.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Statements made of column lists, and the running of them.
public final class Sql {

    /// Gives a statement its parameters.
    @FunctionalInterface
    public interface Fill {
        void fill(Parameters parameters) throws SQLException;
    }

    /// Makes a value of a row.
    @FunctionalInterface
    public interface Read<T> {
        T read(Cells cells) throws SQLException;
    }

    /// Takes a row.
    @FunctionalInterface
    public interface Visit {
        void see(Cells cells) throws SQLException;
    }

    /// Gives a statement the parameters of one of many runs.
    @FunctionalInterface
    public interface FillOne<T> {
        void fill(Parameters parameters, T one) throws SQLException;
    }

    static final String OF_KEY = " WHERE call_id = ? AND attempt = ?";

    private Sql() {}

    public static String insert(String table, String columns) {
        return "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks(columns.split(",").length) + ")";
    }

    static String update(String table, String columns) {
        return "UPDATE " + table + " SET "
                + Stream.of(columns.split(",")).map(column -> column.strip() + " = ?").collect(Collectors.joining(", "));
    }

    static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    public static int update(Connection connection, String sql, Fill fill) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            fill.fill(new Parameters(statement));
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> query(Connection connection, String sql, Fill fill, Read<T> read) throws SQLException {
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

    /// Shows every row to `visit`, none of which is kept.
    public static void forEach(Connection connection, String sql, Fill fill, Visit visit) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            fill.fill(new Parameters(statement));
            try (var result = statement.executeQuery()) {
                var cells = new Cells(result);
                while (result.next()) {
                    visit.see(cells);
                }
            }
        }
    }

    /// Runs a statement once for each of `all`.
    public static <T> void batch(Connection connection, String sql, List<T> all, FillOne<T> fill) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var one : all) {
                fill.fill(new Parameters(statement), one);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
