package gateway.v1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The database of a running gateway, taken away as one that fails is gone: closed under the service, and impossible to open.
final class DatabaseAway {

    private final Path file;
    private final Path elsewhere;

    private DatabaseAway(Path data) {
        file = data.resolve("usage/usage.mv.db");
        elsewhere = data.resolve("elsewhere");
    }

    /// @param data the gateway's data directory
    static DatabaseAway from(Path data) throws SQLException, IOException {
        var away = new DatabaseAway(data);
        execute(data, "SHUTDOWN IMMEDIATELY");
        Files.move(away.file, away.elsewhere);
        Files.createDirectory(away.file);
        return away;
    }

    void bringBack() throws IOException {
        Files.delete(file);
        Files.move(elsewhere, file);
    }

    /// Does something to the database behind the gateway's back.
    static void execute(Path data, String sql) throws SQLException {
        var database = data.resolve("usage/usage").toAbsolutePath();
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + database + ";IFEXISTS=TRUE", "sa", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
