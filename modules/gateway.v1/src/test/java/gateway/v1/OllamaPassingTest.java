package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// Ollama's protocol on both sides: what comes in goes out as it came, and back.
class OllamaPassingTest {

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static TestGateway gateway;

    private int receivedBefore;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("well ", "then"), "m", "other");
        gateway = TestGateway.start(sidecar, data, Map.of("models.fast", "ollama/m"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        sidecar.close();
    }

    @BeforeEach
    void answerWell() {
        sidecar.follow(Ollama.answering("well ", "then"));
        receivedBefore = sidecar.received().size();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "/api/chat|{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}]}|3",
        "/api/chat|{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}]}|1",
        "/api/generate|{\"model\":\"m\",\"prompt\":\"one two\"}|3",
        "/api/generate|{\"model\":\"m\",\"prompt\":\"one two\",\"stream\":false}|1",
        "/api/embed|{\"model\":\"m\",\"input\":[\"one\",\"two\"]}|1",
        "/api/embeddings|{\"model\":\"m\",\"prompt\":\"one two\"}|1"})
    void theAnswerComesBackByteForByte(String path, String body, int lines) throws Exception {
        var answer = gateway.post(path, body);
        var itself = gateway.client().send(HttpRequest.newBuilder(sidecar.uri().resolve(path)).POST(BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(itself.body());
        assertThat(answer.body().lines()).hasSize(lines);
        assertThat(answer.headers().firstValue("content-type"))
                .contains(lines > 1 ? "application/x-ndjson" : "application/json");
        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("ok");
        assertThat(row.path("endpoint").asText()).isEqualTo(path);
        assertThat(row.path("provider").asText()).isEqualTo("ollama");
        assertThat(row.path("stream").asBoolean()).isEqualTo(lines > 1);
    }

    @Test
    void whatOnlyOllamaKnowsReachesItAsItCame() {
        var answer = gateway.post("/api/generate", """
                {"model":"fast","provider":null,"prompt":"one","suffix":"end","template":"{{ .Prompt }}","context":[1,2,3],"raw":true,
                 "keep_alive":"10m","options":{"min_p":0.10,"mirostat":2,"num_ctx":4096,"seed":42.0,"future":{"x":[1.50]}},
                 "think":"max","logprobs":true,"format":{"type":"object"},"images":["Qk0="],"tomorrow":12345678901234567890}""");

        assertThat(answer.statusCode()).isEqualTo(200);
        var sent = sidecar.received().getLast();
        assertThat(sent.path()).isEqualTo("/api/generate");
        assertThat(sent.model()).isEqualTo("m");
        assertThat(sent.body().has("provider")).isFalse();
        assertThat(sent.body().path("context")).hasToString("[1,2,3]");
        assertThat(sent.body().path("keep_alive").asText()).isEqualTo("10m");
        assertThat(sent.body().path("options"))
                .hasToString("{\"min_p\":0.1,\"mirostat\":2,\"num_ctx\":4096,\"seed\":42.0,\"future\":{\"x\":[1.5]}}");
        assertThat(sent.body().path("tomorrow")).hasToString("12345678901234567890");
        assertThat(sent.body().path("think").asText()).isEqualTo("max");
        var row = gateway.rowOf(answer);
        assertThat(row.path("route").asText()).isEqualTo("fast");
        assertThat(row.path("operation").asText()).isEqualTo("text_completion");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
    }

    @Test
    void aMessageOfTheFutureReachesItAsItCame() {
        gateway.post("/api/chat", """
                {"model":"m","messages":[{"role":"control","content":"","future":1},{"role":"tool","content":"7","tool_name":"t"}],
                 "tools":[{"type":"browser"}]}""");

        var sent = sidecar.received().getLast().body();
        assertThat(sent.at("/messages/0/role").asText()).isEqualTo("control");
        assertThat(sent.at("/messages/0/future").asInt()).isEqualTo(1);
        assertThat(sent.at("/tools/0/type").asText()).isEqualTo("browser");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"/api/generate|{\"model\":\"m\"}",
        "/api/generate|{\"model\":\"m\",\"prompt\":\"\",\"keep_alive\":0}", "/api/chat|{\"model\":\"m\",\"messages\":[]}",
        "/api/chat|{\"model\":\"m\"}", "/ai/generate|{\"model\":\"m\",\"prompt\":\"\"}"})
    void anEmptyPromptIsNoError(String path, String body) {
        sidecar.follow(Ollama.loading());

        var answer = gateway.post(path, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestGateway.json(answer).path("done_reason").asText()).isEqualTo("load");
        assertThat(received()).isEqualTo(1);
        assertThat(gateway.rowOf(answer).path("status").asText()).isEqualTo("ok");
    }

    @Test
    void anEmptyInputIsNoErrorEither() {
        sidecar.follow(call -> Reply.json(200, "{\"model\":\"m\",\"embeddings\":[]}"));
        assertThat(gateway.post("/api/embed", "{\"model\":\"m\",\"input\":\"\"}").body())
                .isEqualTo("{\"model\":\"m\",\"embeddings\":[]}");
        sidecar.follow(call -> Reply.json(200, "{\"embedding\":[]}"));
        assertThat(gateway.post("/api/embeddings", "{\"model\":\"m\"}").body()).isEqualTo("{\"embedding\":[]}");
        assertThat(received()).isEqualTo(2);
    }

    @Test
    void aModelThatIsNotThereIsToldAsOllamaTellsIt() {
        for (var path : List.of("/api/chat", "/api/generate", "/api/embed", "/api/embeddings", "/api/show")) {
            var answer = gateway.post(path, "{\"model\":\"nothing\",\"input\":\"x\",\"prompt\":\"x\",\"messages\":[]}");

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).isEqualTo("{\"error\":\"model 'nothing' not found\"}");
        }
        assertThat(gateway.rows().getFirst().path("error_type").asText()).isEqualTo("unknown_model");
        assertThat(received()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"/api/chat|{\"messages\":\"x\"}|messages",
        "/api/chat|{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}|content",
        "/api/chat|{\"messages\":[{\"content\":\"x\"}]}|role",
        "/api/chat|{\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[7]}]}|images",
        "/api/chat|{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]}|arguments",
        "/api/chat|{\"messages\":[],\"tools\":[{\"function\":{}}]}|name", "/api/chat|{\"messages\":[],\"stream\":\"no\"}|stream",
        "/api/generate|{\"prompt\":7}|prompt", "/api/generate|{\"prompt\":\"x\",\"options\":[]}|options",
        "/api/generate|{\"prompt\":\"x\",\"options\":{\"temperature\":\"hot\"}}|temperature",
        "/api/generate|{\"prompt\":\"x\",\"options\":{\"stop\":{}}}|stop", "/api/generate|{\"prompt\":\"x\",\"think\":3}|think",
        "/api/generate|{\"prompt\":\"x\",\"format\":\"xml\"}|format",
        "/api/generate|{\"prompt\":\"x\",\"keep_alive\":true}|keep_alive", "/api/generate|{\"prompt\":\"x\",\"raw\":1}|raw",
        "/api/embed|{\"input\":{}}|input", "/api/embed|{\"input\":\"x\",\"dimensions\":\"few\"}|dimensions",
        "/api/embeddings|{\"prompt\":[\"x\"]}|prompt", "/api/generate|[]|body", "/api/generate|{|body"})
    void whatIsMalformedIsNamedInOllamasShapeAndSentToNobody(String path, String body, String field) {
        var answer = gateway.post(path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).path("error").asText()).contains(field);
        assertThat(TestGateway.json(answer)).hasSize(1);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("invalid_request");
        assertThat(received()).isZero();
    }

    @Test
    void aProvidersErrorIsToldInItsShape() {
        sidecar.follow(call -> Ollama.error(400, "m does not support tools"));

        var answer = gateway.post("/api/chat", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).path("error").asText()).contains("m does not support tools");
    }

    @Test
    void aStreamThatBreaksEndsInAnErrorAndNotInDone() {
        sidecar.follow(call -> Ollama.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));

        var answer = gateway.post("/api/generate", "{\"model\":\"m\",\"prompt\":\"x\"}");

        assertThat(answer.body()).contains("half an ").doesNotContain("\"done\":true");
        assertThat(answer.body().lines().toList().getLast()).startsWith("{\"error\":");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "/api/chat|{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}]}",
        "/api/generate|{\"model\":\"m\",\"prompt\":\"one two\"}"})
    void aClientThatGoesAwayLeavesACancelledRow(String path, String body) throws Exception {
        sidecar.follow(call -> Ollama.stream(call, Collections.nCopies(10_000, "word "), Duration.ofMillis(2), Reply.End.WELL));
        var answer = gateway.client().send(gateway.request(path).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(300)).hasSize(300);
        answer.body().close();
        sidecar.received().getLast().hungUp().get(5, TimeUnit.SECONDS);

        var row = settled(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("error_type").asText()).isEqualTo("client_gone");
        assertThat(row.path("output_tokens").asLong()).isPositive();
    }

    @Test
    void aTimeThatNeverEndsToBeReadIsNoObstacle() {
        var answer = gateway.post("/api/generate",
                "{\"model\":\"m\",\"prompt\":\"x\",\"keep_alive\":\"" + "0a".repeat(5000) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.rowOf(answer).path("status").asText()).isEqualTo("ok");
    }

    @Test
    void aWholeAnswerNeedNotSayThatItIsDoneButMustNotSayThatItIsNot() {
        var chat = "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        sidecar.follow(call -> Reply.json(200, "{\"message\":{\"content\":\"so\"},\"eval_count\":2}"));
        var silent = gateway.post("/api/chat", chat);
        sidecar.follow(call -> Reply.json(200, "{\"message\":{\"content\":\"half\"},\"done\":false}"));
        var half = gateway.post("/api/chat", chat);

        assertThat(silent.statusCode()).isEqualTo(200);
        assertThat(TestGateway.json(silent).at("/message/content").asText()).isEqualTo("so");
        assertThat(gateway.rowOf(silent).path("output_tokens").asLong()).isEqualTo(2);
        assertThat(half.statusCode()).isEqualTo(502);
        assertThat(gateway.rowOf(half).path("error_type").asText()).isEqualTo("bad_response");
    }

    @Test
    void blankLinesSayNothing() {
        sidecar.follow(call -> new Reply.Pieces("application/x-ndjson", List.of("\r\n{\"response\":\"so\",\"done\":false}\r\n",
                "\r\n\n{\"response\":\"\",\"done\":true,\"eval_count\":2}\r\n"), Duration.ZERO, Reply.End.WELL));

        var answer = gateway.post("/api/generate", "{\"model\":\"m\",\"prompt\":\"x\"}");

        assertThat(answer.body()).contains("so").doesNotContain("error");
        assertThat(gateway.rowOf(answer).path("output_tokens").asLong()).isEqualTo(2);
    }

    @Test
    void aQuestionThatIsBrokenOrTooLargeIsRefusedInItsShape() throws Exception {
        var large = gateway.post("/api/show", "{\"model\":\"m\",\"x\":\"" + "x".repeat(2 << 20) + "\"}");
        var broken = gateway.rawAnswer(
                "POST /api/show HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(TestGateway.json(large).path("error").isTextual()).isTrue();
        assertThat(broken).startsWith("HTTP/1.1 400").contains("{\"error\":");
    }

    private static JsonNode settled(String id) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); System.nanoTime() < end;) {
            var rows = gateway.getJson("/v1/usage/calls/" + id).path("data");
            if (rows.size() == 1 && !rows.get(0).path("finished_at").isNull()) {
                return rows.get(0);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("not settled after 10 s: " + id);
    }

    private int received() {
        return sidecar.received().size() - receivedBefore;
    }
}
