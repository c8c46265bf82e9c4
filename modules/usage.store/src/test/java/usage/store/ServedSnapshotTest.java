package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy of a ledger, asked over JDBC as any program would, and attacked.
class ServedSnapshotTest {

    private static final String PASSWORD = "it's a reader's password";

    private static final Sample SAMPLE = new Sample();

    @TempDir
    private static Path ledger;

    @TempDir
    private static Path place;

    private static Path snapshot;
    private static ServedSnapshot served;

    @TempDir
    private Path other;

    @BeforeAll
    static void serve() {
        try (var store = Sample.store(ledger, Sample.price("gpt-x", "1", "1", "EUR", "2026-01-01T00:00:00Z"))) {
            SAMPLE.settleOk(store);
            snapshot = store.snapshots().make().path();
        }
        served = ServedSnapshot.serve(snapshot, place, 0, PASSWORD);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void whatIsPublishedCanBeRead() throws SQLException {
        assertThat(rows("SELECT call_id, cost, currency FROM calls"))
                .containsExactly(List.of(SAMPLE.key.callId().toString(), "0.001200000000000000", "EUR"));
        assertThat(rows("SELECT provider, model FROM prices")).containsExactly(List.of("openai", "gpt-x"));
        assertThat(rows("SELECT COUNT(*) FROM usage_hourly")).hasSize(1);
        try (var connection = reader(); var tables = connection.getMetaData().getTables(null, "PUBLIC", null, null)) {
            var names = new ArrayList<String>();
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
            // H2 tells the names of the others too.
            assertThat(names).contains("CALLS", "USAGE_HOURLY", "PRICES");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM attempts", "SELECT * FROM \"flyway_schema_history\"", "SELECT * FROM price_history",
        "SELECT FILE_READ('/etc/hostname')", "SELECT FILE_READ('classpath:usage/store/db/migrations/V1__ledger.sql')",
        "SELECT FILE_WRITE(X'00', '/tmp/written-by-a-reader')", "SELECT * FROM CSVREAD('/etc/hostname')",
        "CALL CSVWRITE('/tmp/written-by-a-reader', 'SELECT 1')", "RUNSCRIPT FROM '/etc/hostname'",
        "SCRIPT TO '/tmp/written-by-a-reader'", "SCRIPT", "BACKUP TO '/tmp/written-by-a-reader'",
        "CREATE LINKED TABLE l ('', 'jdbc:h2:mem:x', 'sa', '', 'T')",
        "SELECT * FROM LINK_SCHEMA('x', '', 'jdbc:h2:mem:x', 'sa', '', 'PUBLIC')", "CREATE TABLE t (n INT)",
        "CREATE LOCAL TEMPORARY TABLE t AS SELECT 1 AS n", "CREATE VIEW v AS SELECT 1", "CREATE SCHEMA s",
        "CREATE ALIAS a FOR 'java.lang.System.exit'", "CREATE USER another PASSWORD 'x'",
        "SELECT 1; ALTER USER sa SET PASSWORD 'x'",
        "ALTER USER reader ADMIN TRUE", "GRANT SELECT ON attempts TO reader", "DROP VIEW calls", "DELETE FROM calls",
        "UPDATE calls SET cost = 0", "SELECT 1; SHUTDOWN", "SHUTDOWN IMMEDIATELY", "SET EXCLUSIVE TRUE", "SET TRACE_LEVEL_FILE 3",
        "SELECT ABORT_SESSION(1)"})
    void nothingElseCanBeDone(String sql) throws SQLException {
        assertThatThrownBy(() -> rows(sql)).isInstanceOfSatisfying(SQLException.class,
                refusal -> assertThat(refusal.getErrorCode()).as(refusal.getMessage()).isIn(ErrorCode.ADMIN_RIGHTS_REQUIRED,
                        ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1, ErrorCode.DATABASE_IS_READ_ONLY,
                        ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1));
        assertThat(rows("SELECT COUNT(*) FROM calls")).containsExactly(List.of("1"));
        assertThat(Path.of("/tmp/written-by-a-reader")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage", "LEDGER", "other", "./ledger", "~/other", "mem:other", "/tmp/other", "nio:ledger",
        "mem:management_db_PORT", "PLACE/ledger", "LIVE/usage"})
    void noOtherDatabaseIsOpenedOrMade(String name) {
        var url = "jdbc:h2:tcp://127.0.0.1:" + port() + "/"
                + name.replace("PORT", "" + port()).replace("PLACE", place.toString()).replace("LIVE", ledger.toString());
        for (var user : List.of(served.user(), "sa", "")) {
            assertThatThrownBy(() -> DriverManager.getConnection(url, user, user.equals("sa") ? "" : PASSWORD).close())
                    .isInstanceOfSatisfying(SQLException.class,
                            refusal -> assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.WRONG_USER_OR_PASSWORD));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INIT=CREATE TABLE t (n INT)", "INIT=RUNSCRIPT FROM '/etc/hostname'", "EXCLUSIVE=1",
        "DATABASE_EVENT_LISTENER='x.Y'", "CIPHER=AES", "MODE=MySQL", "AUTHREALM=x"})
    void noSettingOfAnUrlGivesMore(String setting) {
        assertThatThrownBy(() -> DriverManager.getConnection(served.url() + ";" + setting, served.user(), PASSWORD).close())
                .isInstanceOf(SQLException.class);
    }

    @Test
    void itStaysReadOnlyWhateverAnUrlSays() throws SQLException {
        try (var connection = DriverManager.getConnection(served.url() + ";ACCESS_MODE_DATA=rw;IFEXISTS=FALSE;FILE_LOCK=NO",
                served.user(), PASSWORD)) {
            assertThat(connection.isReadOnly()).isTrue();
        }
    }

    @Test
    void nobodyElseKnowsAPassword() {
        for (var user : List.of("sa", "outside", served.user())) {
            assertThatThrownBy(() -> DriverManager.getConnection(served.url(), user, "").close())
                    .isInstanceOf(SQLException.class).hasMessageContaining("Wrong user name or password");
        }
    }

    @Test
    void aPasswordThatAReaderHasChangedIsSetBack() throws SQLException {
        try (var copy = ServedSnapshot.serve(snapshot, other, 0, PASSWORD)) {
            try (var connection = DriverManager.getConnection(copy.url(), copy.user(), PASSWORD);
                    var statement = connection.createStatement()) {
                statement.execute("SELECT 1; ALTER USER reader SET PASSWORD 'mine'");
            }
            long until = System.nanoTime() + 20_000_000_000L;
            while (!canRead(copy) && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            assertThat(canRead(copy)).isTrue();
            assertThatThrownBy(() -> DriverManager.getConnection(copy.url(), copy.user(), "mine").close())
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void itListensForThisMachineAlone() {
        // The whole of 127/8 is here: only a server that listens everywhere would answer.
        assertThatThrownBy(() -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.2", port()), 2000);
            }
        }).isInstanceOf(ConnectException.class);
    }

    @Test
    void closedItAnswersNobodyAlsoNotWhoeverWasConnected() throws SQLException {
        var copy = ServedSnapshot.serve(snapshot, other, 0, PASSWORD);
        try (copy;
                var connection = DriverManager.getConnection(copy.url(), copy.user(), PASSWORD);
                var statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT COUNT(*) FROM calls")).isTrue();
            copy.close();
            assertThatThrownBy(() -> statement.execute("SELECT COUNT(*) FROM calls")).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> DriverManager.getConnection(copy.url(), copy.user(), PASSWORD).close())
                .isInstanceOf(SQLException.class).hasMessageContaining("Connection is broken");
    }

    @Test
    void aPortThatIsTakenAndWhatIsNoCopyAreNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertCannotOpen(snapshot, Files.createDirectory(other.resolve("first")), taken.getLocalPort(),
                    "" + taken.getLocalPort());
        }
        var text = Files.writeString(other.resolve("text.zip"), "no zip");
        assertCannotOpen(text, Files.createDirectory(other.resolve("second")), 0, text.toString());
        assertCannotOpen(other.resolve("nothing.zip"), Files.createDirectory(other.resolve("third")), 0, "nothing.zip");
    }

    @Test
    void theLedgerOfAServiceThatDoesNotRunIsServedAndOneThatRunsIsNot() throws Exception {
        try (var store = Sample.store(ledger)) {
            assertThat(store.queries().completeness().settled()).isEqualTo(1);
            assertCannotOpen(ledger, other, 0, "is in use");
        }
        try (var copy = ServedSnapshot.serve(ledger, other, 0, PASSWORD);
                var connection = DriverManager.getConnection(copy.url(), copy.user(), PASSWORD)) {
            assertThat(rows(connection, "SELECT COUNT(*) FROM calls")).containsExactly(List.of("1"));
            Sample.store(ledger).close();
        }
        assertCannotOpen(other.resolve("none"), other, 0, "none");
        assertThat(other.resolve("none")).doesNotExist();
    }

    private static void assertCannotOpen(Path source, Path directory, int port, String message) {
        assertThatThrownBy(() -> ServedSnapshot.serve(source, directory, port, PASSWORD).close())
                .isInstanceOfSatisfying(LedgerException.class,
                        failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.CANNOT_OPEN))
                .hasMessageContaining(message);
    }

    private int port() {
        return URI.create(served.url().replace("jdbc:h2:", "").replaceFirst(";.*", "")).getPort();
    }

    private static boolean canRead(ServedSnapshot copy) {
        try (var connection = DriverManager.getConnection(copy.url(), copy.user(), PASSWORD)) {
            return connection.isValid(1);
        } catch (SQLException refused) {
            return false;
        }
    }

    private Connection reader() throws SQLException {
        return DriverManager.getConnection(served.url(), served.user(), PASSWORD);
    }

    private List<List<String>> rows(String sql) throws SQLException {
        try (var connection = reader()) {
            return rows(connection, sql);
        }
    }

    private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
        var rows = new ArrayList<List<String>>();
        try (var statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                var result = statement.getResultSet();
                while (result.next()) {
                    var row = new ArrayList<String>();
                    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                        row.add(result.getString(column));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
