package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// `GET /v1/usage/audit`.
class AuditQuestionTest {

    @TempDir
    private Path directory;

    @Test
    void theAuditCountsWhatTheProviderReceived() {
        try (var sidecar = ScriptedProvider.start(Ollama.answering("all ", "well"), "m");
                var gateway = TestGateway.start(sidecar, directory, Map.of())) {
            for (int call = 0; call < 5; call++) {
                assertThat(gateway.post("/v1/chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}").statusCode())
                        .isEqualTo(200);
            }
            gateway.post("/v1/chat", "{\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
            var audit = gateway.getJson("/v1/usage/audit");
            assertThat(audit.path("agrees").asBoolean()).isTrue();
            assertThat(List.of(audit.path("accepted").asInt(), audit.path("settled").asInt(), audit.path("rows").asInt(),
                    audit.path("in_flight").asInt(), audit.path("spooled").asInt())).containsExactly(6, 6, 6, 0, 0);
            assertThat(sidecar.received()).hasSize(5);
            assertThat(gateway.get("/v1/usage/audit?x=1").statusCode()).isEqualTo(400);
        }
    }
}
