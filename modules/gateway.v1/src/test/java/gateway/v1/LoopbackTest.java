package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// The door without keys, and the ledger's questions.
class LoopbackTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        gateway = TestGateway.start(sidecar, data, Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        sidecar.close();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,,200", "localhost,,200", "[::1],,200", "localhost,http://localhost:3000,200", "evil.example,,403",
        "127.0.0.1.evil.example,,403",
        "localhost,https://evil.example,403", "localhost,null,403"})
    void hostAndOriginMustNameLoopback(String host, String origin, int status) throws IOException {
        assertThat(gateway.rawStatus("GET /v1/usage HTTP/1.1\r\nHost: " + host + ":" + gateway.uri().getPort() + "\r\n"
                + (origin == null ? "" : "Origin: " + origin + "\r\n") + "Connection: close\r\n\r\n")).isEqualTo(status);
    }

    @Test
    void anythingLocalMayDoEverythingWhateverKeyItSends() {
        assertThat(gateway.post("/v1/chat", CHAT, "authorization", "Bearer sk-of-some-sdk").statusCode()).isEqualTo(200);
        assertThat(gateway.rows().getFirst().path("api_key_id").isNull()).isTrue();
        assertThat(gateway.get("/v1/usage").statusCode()).isEqualTo(200);
    }

    @Test
    void aCallCountsForEachOfItsTags() {
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "tag-test", "x-lakehouse-tags", "red,blue");
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "tag-test", "x-lakehouse-tags", "blue");
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "tag-test");

        var groups = gateway.getJson("/v1/usage?group_by=tags&caller=tag-test").at("/data/6/results");
        assertThat(groups).extracting(group -> group.path("tags").asText() + " " + group.path("num_attempts").asInt())
                .containsExactlyInAnyOrder("red 1", "blue 2", "null 1");
        var red = gateway.getJson("/v1/usage?tags=red&caller=tag-test").at("/data/6/results");
        assertThat(red).singleElement().satisfies(group -> assertThat(group.path("num_attempts").asInt()).isEqualTo(1));
    }

    @Test
    void usageAnswersInBucketsAndSaysHowCompleteItIs() {
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "bucket-test");

        var page = gateway.getJson("/v1/usage?group_by=model&group_by[]=provider&caller=bucket-test".replace("[]", "%5B%5D"));

        assertThat(page.path("object").asText()).isEqualTo("page");
        assertThat(page.path("data")).hasSize(7);
        var result = page.at("/data/6/results/0");
        assertThat(result.path("model").asText()).isEqualTo("m");
        assertThat(result.path("provider").asText()).isEqualTo("ollama");
        assertThat(result.path("num_model_requests").asInt()).isEqualTo(1);
        assertThat(result.path("num_unpriced").asInt()).isEqualTo(1);
        assertThat(result.path("cached_input_tokens").isNull()).isTrue();
        var completeness = page.path("completeness");
        assertThat(completeness.path("accepted").asLong())
                .isEqualTo(completeness.path("in_flight").asLong() + completeness.path("settled").asLong());
        assertThat(completeness.path("rows_since").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"bucket_width=2h,bucket_width", "group_by=colour,", "limit=0,limit", "start_time=yesterday,start_time",
        "colour=red,colour", "page=zzz,"})
    void wrongParameterIsNamed(String query, String param) {
        var answer = gateway.get("/v1/usage?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).isNotBlank();
        if (param != null) {
            assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(param);
        }
    }

    @Test
    void unknownCallIsNotFound() {
        assertThat(gateway.get("/v1/usage/calls/0197f000-0000-7000-8000-000000000000").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/usage/calls/nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void errorsOfTheServerItselfHaveTheShapeToo() {
        var lost = gateway.get("/v1/usage/elsewhere");
        var wrong = gateway.post("/v1/usage", "{}");

        assertThat(lost.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(lost).at("/error/message").asText()).contains("/v1/usage/elsewhere");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(TestGateway.json(wrong).at("/error/type").asText()).isEqualTo("invalid_request");
        assertThat(wrong.headers().firstValue("x-lakehouse-overhead-ms")).isPresent();
    }
}
