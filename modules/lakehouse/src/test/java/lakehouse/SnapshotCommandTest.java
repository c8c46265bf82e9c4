package lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// `sql --serve-snapshot`, where it cannot do as it is told; how it does is tested with the image.
class SnapshotCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void aSnapshotThatIsOutOfReachIsToldWithWhatIsNeeded() {
        try (var service = ScriptedProvider
                .start(call -> Reply.json(200, "{\"object\":\"snapshot\",\"path\":\"/nowhere/usage-1.zip\"}"))) {
            assertThat(run("--port", "0", "--url", service.uri().toString(), "--key", "secret-key")).isEqualTo(1);
            assertThat(service.received().getFirst().path()).isEqualTo("/v1/admin/snapshot");
            assertThat(service.received().getFirst().header("authorization")).contains("Bearer secret-key");
        }
        assertThat(err.toString()).startsWith("lakehouse: the service has made /nowhere/usage-1.zip, which cannot be read here")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatTheServiceRefusesIsTold() {
        try (var service = ScriptedProvider
                .start(call -> Reply.json(429, "{\"error\":{\"message\":\"a snapshot is being made\"}}"))) {
            assertThat(run("--port", "0", "--url", service.uri().toString())).isEqualTo(1);
        }
        assertThat(err.toString()).isEqualToIgnoringNewLines("lakehouse: a snapshot is being made");
    }

    @Test
    void anotherServiceThatDoesNotAnswerIsNotReplacedByTheLedgerHere() {
        assertThat(run("--port", "0", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("lakehouse: nothing listens at http://127.0.0.1:1");
    }

    @Test
    void aPortThatIsTakenIsToldBeforeAnythingIsCopied() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var service = ScriptedProvider.start(call -> Reply.json(200, "{}"))) {
            var port = Integer.toString(taken.getLocalPort());
            assertThat(run("--port", port, "--url", service.uri().toString())).isEqualTo(3);
            assertThat(err.toString()).startsWith("lakehouse: --port: cannot listen on 127.0.0.1:" + port);
            assertThat(service.received()).isEmpty();
        }
    }

    @Test
    void aPasswordThatIsNoneIsRefusedAndNotPrinted() throws IOException {
        var file = Files.writeString(directory.resolve("password"), "too-short\n");
        assertThat(run("--port", "0", "--password-file", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--password-file: ", file.toString()).doesNotContain("too-short");
        assertThat(run("--port", "0", "--password-file", directory.resolve("none").toString())).isEqualTo(2);
    }

    @Test
    void aQuestionOrAPortAloneMakesNoSense() {
        assertThat(run("SELECT 1")).isEqualTo(2);
        assertThat(err.toString()).contains("takes no question");
        assertThat(Lakehouse.run(new PrintWriter(out, true), new PrintWriter(err, true), "sql", "SELECT 1", "--port", "1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--serve-snapshot");
    }

    private int run(String... more) {
        var args = new ArrayList<>(List.of("sql", "--serve-snapshot"));
        args.addAll(List.of(more));
        return Lakehouse.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }
}
