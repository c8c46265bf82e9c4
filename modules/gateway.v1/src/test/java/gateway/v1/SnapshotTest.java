package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// `/v1/admin/snapshot`.
class SnapshotTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String[] ADMIN = {"authorization", "Bearer boss-secret"};
    private static final Map<String, String> KEYS = Map.of("auth.keys.0.name", "boss", "auth.keys.0.key", "boss-secret",
            "auth.keys.0.scopes", "call,usage,admin", "auth.keys.1.name", "clerk", "auth.keys.1.key", "clerk-secret",
            "auth.keys.1.scopes", "call,usage");

    @TempDir
    private Path data;
    private ScriptedProvider sidecar;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        gateway = TestGateway.start(sidecar, data, KEYS);
    }

    @AfterEach
    void stop() {
        gateway.close();
        sidecar.close();
    }

    @Test
    void theAnswerSaysWhereTheCopyIsAndOfWhen() throws IOException {
        gateway.post("/v1/chat", CHAT, ADMIN);
        var before = Instant.now();

        var answer = gateway.post("/v1/admin/snapshot", "", ADMIN);

        assertThat(answer.statusCode()).isEqualTo(200);
        var snapshot = TestGateway.json(answer);
        assertThat(snapshot.fieldNames()).toIterable().containsExactly("object", "name", "path", "bytes", "seconds",
                "completeness");
        assertThat(snapshot.path("object").asText()).isEqualTo("snapshot");
        var path = Path.of(snapshot.path("path").asText());
        assertThat(path).isAbsolute().hasParent(data.toAbsolutePath().resolve("usage/snapshots"))
                .hasFileName(snapshot.path("name").asText());
        assertThat(snapshot.path("bytes").asLong()).isPositive().isEqualTo(Files.size(path));
        assertThat(snapshot.path("seconds").asDouble()).isPositive();
        assertThat(Instant.parse(snapshot.at("/completeness/as_of").asText())).isBetween(before, Instant.now());
        assertThat(snapshot.at("/completeness/settled").asLong()).isEqualTo(1);
        assertThat(snapshot.at("/completeness/spooled").asLong()).isZero();
        assertThat(gateway.post("/v1/admin/snapshot", "{}", ADMIN).statusCode()).isEqualTo(200);
    }

    @Test
    void itNeedsTheScopeAdminAndTakesNoParameters() {
        var answer = gateway.post("/v1/admin/snapshot", "{}", "authorization", "Bearer clerk-secret");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("'admin'");
        assertThat(gateway.post("/v1/admin/snapshot", "{}").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/v1/admin/snapshot", ADMIN).statusCode()).isEqualTo(405);
        var wrong = gateway.post("/v1/admin/snapshot", "{\"colour\":1}", ADMIN);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(wrong).at("/error/param").asText()).isEqualTo("colour");
        assertThat(data.resolve("usage/snapshots")).doesNotExist();
    }

    @Test
    void aCopyThatCannotBeMadeIsToldWithHowCompleteTheLedgerIs() throws IOException {
        Files.writeString(data.resolve("usage/snapshots"), "this is no directory");
        var answer = gateway.post("/v1/admin/snapshot", "", ADMIN);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).startsWith("no snapshot can be made: ");
        assertThat(TestGateway.json(answer).has("completeness")).isTrue();
    }
}
