package usage.store.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HourChangesTest {

    private static final Instant HOUR = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

    private final HourChanges changes = new HourChanges();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:;TIME ZONE=UTC");
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE rollup_marks (grain VARCHAR, starts_at TIMESTAMP(0) WITH TIME ZONE)");
            statement.execute("CREATE TABLE rollup_horizon (rows_since TIMESTAMP(0) WITH TIME ZONE,"
                    + " removed_until TIMESTAMP(0) WITH TIME ZONE, details_since TIMESTAMP(0) WITH TIME ZONE)");
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void anHourWithoutAMarkIsTouchedWithoutAskingTheDatabase() throws SQLException {
        connection.close();
        changes.touch(connection, List.of(HOUR, HOUR.plusSeconds(1), HOUR.plusSeconds(3600)));
        assertThat(changes.changedUntil(HOUR.plus(Duration.ofHours(3)))).containsExactly(HOUR, HOUR.plusSeconds(3600));
        changes.marking(Grain.HOUR, HOUR);
        assertThatThrownBy(() -> changes.touch(connection, List.of(HOUR))).isInstanceOf(SQLException.class);
    }

    @Test
    void aMarkThatARollbackBroughtBackIsTakenAwayByTheNextChange() throws SQLException {
        mark();
        var before = connection.setSavepoint();
        changes.touch(connection, List.of(HOUR.plusSeconds(5)));
        assertThat(isMarked()).isFalse();
        connection.rollback(before);
        assertThat(isMarked()).isTrue();
        changes.touch(connection, List.of(HOUR.plusSeconds(6)));
        assertThat(isMarked()).isFalse();
        assertThat(Marks.has(connection, Grain.DAY, DAY)).isFalse();
    }

    @Test
    void aChangeDuringTheRollUpOfAnHourLeavesItChanged() throws SQLException {
        changes.touch(connection, List.of(HOUR));
        long revision = changes.revision(HOUR);
        changes.touch(connection, List.of(HOUR));
        assertThat(changes.revision(HOUR)).isNotEqualTo(revision);
        changes.rolledUp(HOUR, revision);
        assertThat(changes.isChanged(DAY)).isTrue();
        changes.rolledUp(HOUR, changes.revision(HOUR));
        assertThat(changes.isChanged(DAY)).isFalse();
    }

    @Test
    void marksOfAnEarlierRunAreKnownAfterTakingStock() throws SQLException {
        mark();
        var later = new HourChanges();
        later.recount(connection);
        assertThat(later.markedHours()).containsExactly(HOUR);
        later.touch(connection, List.of(HOUR));
        assertThat(isMarked()).isFalse();
    }

    @Test
    void hoursThatHaveExpiredKeepTheirMark() throws SQLException {
        mark();
        changes.expired(HOUR.plusSeconds(3600));
        changes.touch(connection, List.of(HOUR));
        assertThat(isMarked()).isTrue();
        assertThat(changes.isChanged(DAY)).isFalse();
    }

    private void mark() throws SQLException {
        changes.marking(Grain.HOUR, HOUR);
        changes.marking(Grain.DAY, DAY);
        Marks.add(connection, Grain.HOUR, HOUR);
        Marks.add(connection, Grain.DAY, DAY);
    }

    private boolean isMarked() throws SQLException {
        return Marks.has(connection, Grain.HOUR, HOUR);
    }
}
