package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
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

class ModelEndpointsTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    private static final String STREAM = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static TestGateway gateway;

    private int receivedBefore;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("well ", "then"), "m", "other");
        gateway = TestGateway.start(sidecar, data,
                Map.of("prices.0.provider", "ollama", "prices.0.model", "m", "prices.0.input", "2", "prices.0.output", "3",
                        "prices.0.currency", "EUR",
                        "models.fast", "ollama/m", "timeouts.first-byte", "PT1S"));
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

    @Test
    void chatIsAnsweredInOpenAisShapeAndRowed() {
        var answer = gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "tester", "x-lakehouse-user", "zo%C3%AB",
                "x-lakehouse-session", "s1",
                "x-lakehouse-tags", "a, b");

        var body = TestGateway.json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("well then");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.path("provider").asText()).isEqualTo("ollama");
        assertThat(body.at("/usage/prompt_tokens").asLong()).isEqualTo(3);
        assertThat(body.at("/usage/completion_tokens").asLong()).isEqualTo(2);
        assertThat(body.at("/cost/currency").asText()).isEqualTo("EUR");
        assertThat(body.at("/cost/value").decimalValue()).isEqualByComparingTo("0.000012");
        assertThat(answer.headers().firstValue("x-lakehouse-overhead-ms")).isPresent();
        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("ok");
        assertThat(row.path("caller").asText()).isEqualTo("tester");
        assertThat(row.path("end_user").asText()).isEqualTo("zoë");
        assertThat(row.path("session_id").asText()).isEqualTo("s1");
        assertThat(row.path("tags")).hasToString("[\"a\",\"b\"]");
        assertThat(row.path("target_model").asText()).isEqualTo("m");
        assertThat(row.path("response_model").asText()).isEqualTo("m");
        assertThat(row.path("requested_model").isNull()).isTrue();
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("cached_input_tokens").isNull()).isTrue();
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
        assertThat(row.path("sent_at").isNull()).isFalse();
        assertThat(row.path("http_status").asInt()).isEqualTo(200);
    }

    @Test
    void streamIsSettledBeforeItsFinalEvent() {
        var answer = gateway.post("/v1/chat",
                STREAM.replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        var events = events(answer);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(events.stream().map(event -> event.at("/choices/0/delta/content").asText(""))).containsExactly("well ", "then",
                "", "");
        assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(events.get(2).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events.get(2).path("provider").asText()).isEqualTo("ollama");
        assertThat(events.get(3).at("/usage/total_tokens").asLong()).isEqualTo(5);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.rowOf(answer).path("time_to_first_token_ms").isNumber()).isTrue();
    }

    @Test
    void usageEventIsSentOnlyToWhomeverAskedForIt() {
        assertThat(gateway.post("/v1/chat", STREAM).body()).doesNotContain("\"usage\"").contains("[DONE]");
    }

    @Test
    void embeddingsKeepOrderAndCounts() {
        var answer = gateway.post("/v1/embeddings", "{\"model\":\"m\",\"input\":[\"a b\",\"c\"]}");

        var body = TestGateway.json(answer);
        assertThat(body.at("/data/1/embedding")).hasToString("[0.0,1.0,0.0,0.0]");
        assertThat(body.at("/usage/prompt_tokens").asLong()).isEqualTo(3);
        assertThat(gateway.rowOf(answer).path("operation").asText()).isEqualTo("embeddings");
    }

    @Test
    void rerankIsOneRowWithTheEmbedCallsTokens() {
        var answer = gateway.post("/v1/rerank",
                "{\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\",\"like q\"],\"top_n\":1,\"return_documents\":true}");

        assertThat(TestGateway.json(answer).at("/results/0/index").asInt()).isEqualTo(3);
        assertThat(TestGateway.json(answer).at("/results/0/document/text").asText()).isEqualTo("like q");
        var row = gateway.rowOf(answer);
        assertThat(row.path("operation").asText()).isEqualTo("rerank");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(6);
        assertThat(received()).isEqualTo(1);
    }

    @Test
    void legacyPathsPassBytesThrough() {
        var generated = gateway.post("/ai/generate", "{\"prompt\":\"a b\",\"tomorrow\":{\"x\":1}}");
        var embedded = gateway.post("/ai/embed", "{\"model\":\"m\",\"input\":\"a\"}");
        var reranked = gateway.post("/ai/rerank", "{\"query\":\"q\",\"documents\":[\"a\"]}");

        assertThat(generated.body().lines()).hasSize(3).last().asString().contains("\"done\":true");
        assertThat(sidecar.received().get(receivedBefore).body().at("/tomorrow/x").asInt()).isEqualTo(1);
        assertThat(TestGateway.json(embedded).at("/embeddings/0/0").asInt()).isEqualTo(1);
        assertThat(TestGateway.json(reranked).path("results")).hasSize(1);
        assertThat(Stream.of(generated, embedded, reranked).map(gateway::rowOf).map(row -> row.path("operation").asText()))
                .containsExactly("text_completion", "embeddings", "rerank");
        assertThat(gateway.getJson("/ai/health").path("version").asText()).isEqualTo("0.0.0-scripted");
    }

    @Test
    void aliasNamesTheRoute() {
        var row = gateway.rowOf(gateway.post("/v1/chat", CHAT.replace("{\"messages", "{\"model\":\"fast\",\"messages")));

        assertThat(row.path("route").asText()).isEqualTo("fast");
        assertThat(row.path("target_model").asText()).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource({"404,404,provider_4xx", "429,429,provider_4xx", "401,502,provider_4xx", "500,502,provider_5xx",
        "503,503,provider_5xx"})
    void providersErrorIsTheCallersAndTheRows(int status, int told, String type) {
        sidecar.follow(call -> Ollama.error(status, "as the provider says"));

        var answer = gateway.post("/v1/chat", CHAT);

        assertThat(answer.statusCode()).isEqualTo(told);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("ollama/m").contains("as the provider says");
        assertThat(TestGateway.json(answer).path("error").properties()).extracting(Map.Entry::getKey).containsExactly("message",
                "type", "param", "code");
        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("failed");
        assertThat(row.path("error_type").asText()).isEqualTo(type);
        assertThat(row.path("http_status").asInt()).isEqualTo(status);
        assertThat(row.path("input_tokens").isNull()).isTrue();
    }

    @Test
    void hangUpBeforeTheAnswerIsOneReceivedCallAndOneRow() {
        sidecar.follow(call -> new Reply.HangUp());

        var answer = gateway.post("/v1/chat", CHAT);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
        assertThat(received()).isEqualTo(1);
    }

    @Test
    void unreadableAnswerFailsTheCall() {
        sidecar.follow(call -> Reply.json(200, "{\"model\":\"m\",\"mess"));

        assertThat(gateway.rowOf(gateway.post("/v1/chat", CHAT)).path("error_type").asText()).isEqualTo("bad_response");
    }

    @Test
    void silentProviderTimesOut() {
        var never = new CountDownLatch(1);
        sidecar.follow(call -> new Reply.Wait(never, new Reply.HangUp()));

        var answer = gateway.post("/v1/chat", CHAT);
        never.countDown();

        assertThat(answer.statusCode()).isEqualTo(504);
        var row = gateway.rowOf(answer);
        assertThat(row.path("error_type").asText()).isEqualTo("timeout_first_byte");
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        assertThat(row.path("input_tokens").asLong()).isPositive();
        assertThat(row.path("output_tokens").isNull()).isTrue();
    }

    @Test
    void cutStreamDoesNotPretendToHaveEndedWell() {
        sidecar.follow(call -> Ollama.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));

        var answer = gateway.post("/v1/chat", STREAM);

        assertThat(answer.body()).contains("half an ")
                .contains("\n\nevent: error\ndata: {\"error\":{").doesNotContain("[DONE]");
        var row = gateway.rowOf(answer);
        assertThat(row.path("error_type").asText()).isEqualTo("cut");
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        assertThat(row.path("output_tokens").asLong()).isBetween(2L, 5L);
    }

    @Test
    void errorInTheMiddleOfAStreamLeavesWhatWasSeen() {
        sidecar.follow(call -> new Reply.Pieces("application/x-ndjson",
                List.of("{\"model\":\"m\",\"message\":{\"content\":\"half an answer\"}}\n", "{\"error\":\"the runner died\"}\n"),
                Duration.ZERO, Reply.End.WELL));

        var row = gateway.rowOf(gateway.post("/v1/chat", STREAM));

        assertThat(row.path("error_type").asText()).isEqualTo("provider_5xx");
        assertThat(row.path("http_status").asInt()).isEqualTo(200);
        assertThat(row.path("output_tokens").asLong()).isPositive();
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"messages\":[{\"role\"                                        | body     | invalid_request",
        "[1,2]                                                           | body     | invalid_request",
        "{\"messages\":[]}                                               | messages | invalid_request",
        "{\"messages\":\"hello\"}                                        | messages | invalid_request",
        "{\"messages\":[{\"role\":\"user\",\"content\":7}]}               | content  | invalid_request",
        "{\"messages\":[{\"role\":\"judge\",\"content\":\"x\"}]}          | messages | invalid_request",
        "{\"temperature\":\"hot\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | temperature | invalid_request",
        "{\"provider\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | provider | unknown_provider",
        "{\"model\":\"nothing\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}   | model    | unknown_model",
        "{\"model\":\"a\\u0000b\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | model    | invalid_request",
        "{\"logit_bias\":{\"1\":2},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | logit_bias | unsupported"})
    void refusedRequestNamesWhatIsWrongAndHasARow(String body, String param, String type) {
        var answer = gateway.post("/v1/chat", body);

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(param);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo(type);
        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("refused");
        assertThat(row.path("attempt").asInt()).isZero();
        assertThat(row.path("error_type").asText()).isEqualTo(type);
        assertThat(row.path("sent_at").isNull()).isTrue();
        assertThat(received()).isZero();
        assertThat(gateway.post("/v1/chat", CHAT).statusCode()).isEqualTo(200);
    }

    @Test
    void longModelNameAndLargeBodyAreRefused() throws IOException {
        var name = gateway.post("/v1/chat",
                "{\"model\":\"" + "x".repeat(10_000) + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        var large = gateway.post("/v1/chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(17 << 20) + "\"}]}");

        assertThat(name.statusCode()).isEqualTo(400);
        assertThat(gateway.rowOf(name).path("status").asText()).isEqualTo("refused");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(TestGateway.json(large).at("/error/type").asText()).isEqualTo("body_too_large");
        assertThat(gateway.rowOf(large).path("error_type").asText()).isEqualTo("body_too_large");
        assertThat(gateway.post("/v1/chat", CHAT).statusCode()).isEqualTo(200);
    }

    @Test
    void toolsAndFormatAreSaidInOllamasWords() {
        sidecar.follow(call -> Reply.json(200, """
                {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"weather","arguments":{"city":"Ulm"}}}]},
                 "done":true,"done_reason":"stop","prompt_eval_count":9,"eval_count":4}"""));

        var answer = TestGateway.json(gateway.post("/v1/chat",
                """
                {"messages":[{"role":"user","content":[{"type":"text","text":"weather?"}]}],"max_tokens":7,"stop":"x",
                 "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}],"response_format":{"type":"json_object"}}"""));

        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments").asText()).isEqualTo("{\"city\":\"Ulm\"}");
        var sent = sidecar.received().getLast().body();
        assertThat(sent.at("/tools/0/function/name").asText()).isEqualTo("weather");
        assertThat(sent.at("/options/num_predict").asInt()).isEqualTo(7);
        assertThat(sent.at("/options/stop/0").asText()).isEqualTo("x");
        assertThat(sent.path("format").asText()).isEqualTo("json");
    }

    @Test
    void wrongMethodIsToldInTheProtocolsShape() {
        var answer = gateway.get("/v1/chat");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("POST");
    }

    private int received() {
        return sidecar.received().size() - receivedBefore;
    }

    private static List<JsonNode> events(HttpResponse<String> answer) {
        return answer.body().lines().filter(line -> line.startsWith("data: {")).map(line -> {
            try {
                return Json.MAPPER.readTree(line.substring("data: ".length()));
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        }).toList();
    }
}
