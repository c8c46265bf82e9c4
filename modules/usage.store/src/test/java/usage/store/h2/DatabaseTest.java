package usage.store.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    private Path directory;

    @Test
    void aTransactionSeesOneMomentOfAllTablesAlsoOfThoseThatItReadsLater() throws SQLException {
        try (var database = Database.open(directory);
                var reading = database.connection();
                var writing = database.connection()) {
            assertThat(rows(reading, "door_counts")).isZero();
            Sql.update(writing, "INSERT INTO door_counts VALUES (CURRENT_TIMESTAMP, 'limit', 1)", parameters -> {});
            Sql.update(writing, "INSERT INTO journal_mark VALUES (1, 1)", parameters -> {});
            writing.commit();
            assertThat(rows(reading, "door_counts")).isZero();
            assertThat(rows(reading, "journal_mark")).isZero();
            reading.commit();
            assertThat(rows(reading, "journal_mark")).isEqualTo(1);
        }
    }

    private static long rows(Connection connection, String table) throws SQLException {
        return Sql.query(connection, "SELECT COUNT(*) AS found FROM " + table, parameters -> {}, cells -> cells.number("found"))
                .getFirst();
    }
}
