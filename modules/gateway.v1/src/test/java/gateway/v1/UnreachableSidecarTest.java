package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

class UnreachableSidecarTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

    @TempDir
    private Path data;

    @Test
    void callThatReachesNobodyHasItsRowAndSaysThatNothingWasSent() {
        var sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        try (var gateway = TestGateway.start(sidecar, data, Map.of())) {
            assertThat(gateway.post("/v1/chat", "{\"model\":\"m\"," + MESSAGES + "}").statusCode()).isEqualTo(200);
            sidecar.close();
            assertThat(gateway.get("/ai/health").statusCode()).isEqualTo(503);

            var answer = gateway.post("/v1/chat", "{\"model\":\"m\"," + MESSAGES + "}");
            var row = gateway.rowOf(answer);

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("ollama/m");
            assertThat(row.path("status").asText()).isEqualTo("failed");
            assertThat(row.path("error_type").asText()).isEqualTo("connect");
            assertThat(row.path("attempt").asInt()).isEqualTo(1);
            assertThat(row.path("sent_at").isNull()).isTrue();
            assertThat(row.path("usage_source").asText()).isEqualTo("none");
        }
    }

    @Test
    void requestThatNamesNoModelIsRefusedWhileNobodyCanBeAskedForOne() {
        var sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        sidecar.close();
        try (var gateway = TestGateway.start(sidecar, data, Map.of())) {
            var answer = gateway.post("/v1/chat", "{" + MESSAGES + "}");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(List.of(answer, gateway.get("/v1/models"), gateway.get("/api/tags"), gateway.get("/api/ps")))
                    .allSatisfy(told -> {
                        assertThat(told.statusCode()).isEqualTo(502);
                        assertThat(told.body()).contains("ollama").doesNotContain("127.0.0.1").doesNotContain("http:");
                    });
            assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("provider_unavailable");
            assertThat(gateway.rowOf(answer).path("status").asText()).isEqualTo("refused");
        }
    }
}
