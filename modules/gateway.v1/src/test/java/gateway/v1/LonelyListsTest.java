package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.ScriptedProvider;

/// Lists where the usual one to ask is not there.
class LonelyListsTest {

    @TempDir
    private Path data;

    @Test
    void aListFailsWhereTheOnlyProviderCannotBeAsked() {
        var sidecar = ScriptedProvider.start(Ollama.answering("o"), "m");
        sidecar.close();
        try (var gateway = TestGateway.start(sidecar, data, Map.of())) {
            assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(502);
            assertThat(gateway.getJson("/api/tags").path("error").asText()).contains("provider 'ollama'");
            assertThat(gateway.get("/api/version").statusCode()).isEqualTo(502);
            assertThat(gateway.get("/").statusCode()).isEqualTo(200);
            assertThat(gateway.rows()).isEmpty();
        }
    }

    @Test
    void clientsOfOllamaAreServedWhereTheDefaultProviderIsOfAnotherKind() {
        try (var sidecar = ScriptedProvider.start(Ollama.answering("o"), "m");
                var openAi = ScriptedProvider.start(OpenAi.answering("yes"), "gpt");
                var gateway = TestGateway.start(sidecar, data,
                        Map.of("providers.cloud.type", "openai", "providers.cloud.base-url",
                                openAi.uri() + "/v1", "defaults.provider", "cloud"))) {
            assertThat(gateway.getJson("/api/version").path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(gateway.get("/api/ps").body()).isEqualTo("{\"models\":[]}");
            assertThat(gateway.getJson("/v1/models").path("data").findValuesAsText("id")).containsExactly("gpt", "ollama/m");
            assertThat(gateway.post("/api/generate", "{\"model\":\"gpt\",\"prompt\":\"x\"}").body()).contains("yes");
            assertThat(gateway.post("/api/generate", "{\"model\":\"ollama/m\",\"prompt\":\"x\"}").body())
                    .contains("\"response\":\"o\"");
        }
    }

    @Test
    void whetherSomebodyIsThereMayBeAskedWithoutAKeyAndNothingElse() {
        try (var sidecar = ScriptedProvider.start(Ollama.answering("o"), "m");
                var gateway = TestGateway.start(sidecar, data, Map.of("auth.keys.0.name", "laptop", "auth.keys.0.key",
                        "laptop-secret", "auth.keys.0.scopes", "call", "auth.keys.1.name", "auditor", "auth.keys.1.key",
                        "auditor-secret", "auth.keys.1.scopes", "usage"))) {
            assertThat(gateway.get("/").statusCode()).isEqualTo(200);
            for (var path : new String[]{"/api/tags", "/api/ps", "/api/version", "/v1/models", "/v1/models/m"}) {
                assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(401);
                assertThat(gateway.get(path, "x-api-key", "auditor-secret").statusCode()).as(path).isEqualTo(403);
                assertThat(gateway.get(path, "x-api-key", "laptop-secret").statusCode()).as(path).isEqualTo(200);
            }
            assertThat(gateway.post("/api/chat", "{\"model\":\"m\"}").statusCode()).isEqualTo(401);
        }
    }
}
