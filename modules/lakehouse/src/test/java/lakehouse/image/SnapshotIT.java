package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/lakehouse sql --serve-snapshot`, as a program for reports meets it.
class SnapshotIT {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"Reply with PONG\"}]}";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Path temporary;

    @BeforeEach
    void aPlaceForTemporaryFiles() throws Exception {
        temporary = Files.createDirectory(directory.resolve("tmp"));
    }

    @Test
    void aCopyIsServedUntilASignalAndNothingOfItStays() throws Exception {
        try (var service = Launched.serve(directory, Map.of())) {
            service.post("/v1/chat", CHAT, "x-lakehouse-caller", "ann");
            try (var copy = serve("--url", service.uri().toString())) {
                assertThat(said(copy, "as of")).startsWith("as of:    2");
                try (var connection = reader(copy)) {
                    assertThat(callers(connection)).containsExactly("ann");
                    service.post("/v1/chat", CHAT, "x-lakehouse-caller", "bob");
                    assertThat(callers(connection)).as("it is a copy").containsExactly("ann");
                    for (var attack : List.of("SELECT * FROM attempts", "SELECT FILE_READ('/etc/hostname')",
                            "SELECT * FROM CSVREAD('/etc/hostname')", "CREATE TABLE t (n INT)",
                            "CREATE LINKED TABLE l ('', 'jdbc:h2:mem:x', 'sa', '', 'T')",
                            "SELECT 1; ALTER USER sa SET PASSWORD 'x'",
                            "DELETE FROM calls", "SHUTDOWN")) {
                        assertThatThrownBy(() -> execute(connection, attack)).as(attack).isInstanceOf(SQLException.class);
                    }
                }
                var live = url(copy).replaceFirst("/ledger.*", "/" + directory.resolve("data/usage/usage"));
                assertThatThrownBy(() -> DriverManager.getConnection(live, "sa", "").close()).isInstanceOf(SQLException.class)
                        .hasMessageContaining("Wrong user name or password");
                assertThat(ProcessHandle.of(copy.pid()).flatMap(process -> process.info().commandLine()).orElse(""))
                        .contains("-Xmx512m").doesNotContain(password(copy));
                assertThat(temporary).isNotEmptyDirectory();

                copy.terminate();
                assertThat(copy.exit(SOON)).isEqualTo(143);
                assertThat(temporary).isEmptyDirectory();
                assertThatThrownBy(() -> reader(copy).close()).isInstanceOf(SQLException.class);
            }
            assertThat(service.get("/v1/usage/calls").body()).contains("bob");
            assertThat(service.output()).noneMatch(line -> line.contains(" SEVERE ") || line.startsWith("\tat "));
        }
    }

    /// The service must not notice.
    @Test
    void whoeverTakesTheMemoryOfTheCopyEndsItAloneAndTheNextOneCleansUp() throws Exception {
        try (var service = Launched.serve(directory, Map.of())) {
            try (var copy = serve("--url", service.uri().toString()); var connection = reader(copy)) {
                assertThatThrownBy(() -> execute(connection, "SELECT LENGTH(SECURE_RAND(1000000000))"))
                        .isInstanceOf(SQLException.class);
                assertThat(copy.exit(SOON)).isEqualTo(3);
                assertThat(temporary).isNotEmptyDirectory();
            }
            assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
            try (var copy = serve("--url", service.uri().toString()); var files = Files.list(temporary)) {
                assertThat(callers(reader(copy))).isEmpty();
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("lakehouse-"))).hasSize(1);
            }
        }
    }

    @Test
    void withoutAServiceTheLedgerItselfIsCopiedAndThePasswordMayStandInAFile() throws Exception {
        Files.writeString(directory.resolve("lakehouse.yaml"), "server: {port: 1}\n");
        var secret = "a secret of the reports";
        var file = Files.writeString(directory.resolve("password"), secret + "\n");
        try (var nothing = serve()) {
            assertThat(nothing.exit(SOON)).isEqualTo(1);
            assertThat(nothing.output()).singleElement().asString().contains("no service runs, and there is no ledger in ");
        }
        try (var service = Launched.serve(directory, Map.of())) {
            service.post("/v1/chat", CHAT, "x-lakehouse-caller", "ann");
            service.terminate();
            assertThat(service.exit(Duration.ofSeconds(60))).isEqualTo(143);
        }
        try (var copy = serve("--password-file", file.toString())) {
            assertThat(said(copy, "as of")).contains("when the service last wrote it");
            assertThat(copy.output()).noneMatch(line -> line.contains(secret));
            try (var connection = DriverManager.getConnection(url(copy), "reader", secret)) {
                assertThat(callers(connection)).containsExactly("ann");
            }
        }
    }

    private Launched serve(String... more) throws Exception {
        var command = new ArrayList<>(List.of("sql", "--serve-snapshot", "--port", "0"));
        command.addAll(List.of(more));
        return Launched.run(directory, Map.of("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary), command.toArray(String[]::new));
    }

    private static Connection reader(Launched copy) throws Exception {
        return DriverManager.getConnection(url(copy), "reader", password(copy));
    }

    private static String url(Launched copy) throws InterruptedException {
        said(copy, "as of");
        return said(copy, "url").substring("url:      ".length());
    }

    private static String password(Launched copy) throws InterruptedException {
        said(copy, "as of");
        return said(copy, "password").substring("password: ".length());
    }

    private static String said(Launched copy, String what) throws InterruptedException {
        return copy.awaitLine(what + ":");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> callers(Connection connection) throws SQLException {
        var callers = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT caller FROM calls ORDER BY accepted_at")) {
            while (rows.next()) {
                callers.add(rows.getString(1));
            }
        }
        return callers;
    }
}
