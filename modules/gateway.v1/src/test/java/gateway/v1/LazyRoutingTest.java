package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.ScriptedProvider;

/// Who is asked on the way of a call, and for how long.
class LazyRoutingTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String CHAT = "{\"model\":\"good\"," + MESSAGES;
    private static final String TAGS = "GET /api/tags HTTP/1.1";

    @TempDir
    private Path data;
    private ScriptedProvider sidecar;
    private ScriptedProvider openai;
    private SilentBox box;
    private TestGateway gateway;

    @BeforeEach
    void startProviders() throws Exception {
        sidecar = ScriptedProvider.start(Ollama.answering("local"), "m");
        openai = ScriptedProvider.start(OpenAi.answering("open"), "x");
        box = new SilentBox();
    }

    @AfterEach
    void close() throws Exception {
        box.close();
        gateway.close();
        sidecar.close();
        openai.close();
    }

    @Test
    void aTargetIsAskedForItsModelsOnlyWhenItsTurnComes() {
        start("models.good.0", "gpt/x", "models.good.1", "box/llama");

        assertThat(post(CHAT).statusCode()).isEqualTo(200);
        assertThat(box.requests()).isEmpty();
    }

    @Test
    void aTargetWithoutTheModelCostsNoAttempt() {
        openai.follow(call -> OpenAi.error(500, "broken"));
        start("models.good.0", "gpt/x", "models.good.1", "ollama/none", "models.good.2", "ollama/m");

        var answer = post(CHAT);
        assertThat(TestGateway.json(answer).at("/choices/0/message/content").asText()).isEqualTo("local");
        assertThat(gateway.rows()).extracting(row -> row.path("attempt").asInt() + " " + row.path("target_model").asText())
                .containsExactlyInAnyOrder("1 x", "2 m");
    }

    @Test
    void aBoxThatDoesNotSayWhatItHasIsWaitedForNoLongerThanTheCallMayTakeAndNotAskedAgainAtOnce() {
        start("models.good.0", "box/llama", "timeouts.total", "PT0.5S");

        for (int call = 0; call < 2; call++) {
            assertThat(post(CHAT).statusCode()).isEqualTo(504);
        }
        assertThat(gateway.rows()).extracting(row -> row.path("error_type").asText()).containsExactly("timeout_total",
                "timeout_total");
        assertThat(box.requests()).filteredOn(TAGS::equals).hasSize(1);
    }

    @Test
    void aBoxThatDoesNotSayWhichModelToTakeIsWaitedForNoLongerThanTheCallMayTake() {
        start("defaults.provider", "box", "timeouts.total", "PT0.5S");

        var answer = post("{" + MESSAGES);
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("which model");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("provider_unavailable");
    }

    private HttpResponse<String> post(String body) {
        return gateway.send(gateway.request("/v1/chat/completions").timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body)).build());
    }

    private void start(String... settings) {
        var all = new HashMap<>(Map.of("providers.box.type", "ollama", "providers.box.base-url", box.uri(),
                "providers.gpt.type", "openai", "providers.gpt.base-url", openai.uri() + "/v1"));
        for (int at = 0; at < settings.length; at += 2) {
            all.put(settings[at], settings[at + 1]);
        }
        gateway = TestGateway.start(sidecar, data, all);
    }
}
