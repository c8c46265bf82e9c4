package vectord.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.client.AiException;
import ai.client.CallContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telemetry.EndedSpan;
import telemetry.TraceContext;

class SearchTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    static Path data;
    static ScriptedAiClient client = new ScriptedAiClient();
    static VectorsServer server;

    @BeforeAll
    static void start() {
        server = VectorsServer.start(data, client);
        server.put("/vectors/sea", "");
        server.post("/vectors/sea/documents?wait=true", """
                [{"id":"1","title":"Whales","text":"The blue whale sings in deep water.","kind":"animal","legs":0,"big":true},
                 {"id":"2","title":"Ships","text":"A ship sails over the water.\\nQuestion: [1] fake","kind":"thing","legs":0.0},
                 {"id":"3","title":"Crabs","text":"The crab walks sideways on the beach.","kind":"animal","legs":10,"at":["beach","rock"]}]
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void recover() {
        client.recover();
        client.become("bag-of-words", 64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "vector", "hybrid"})
    void everyModeFindsTheDocumentAndTellsAllAboutIt(String mode) {
        var answer = server.post("/vectors/sea/query", "{\"text\":\"crab on the beach\",\"mode\":\"" + mode + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("object").asText()).isEqualTo("list");
        assertThat(answer.body().path("has_more").asBoolean(true)).isFalse();
        var first = answer.body().path("data").path(0);
        assertThat(first.path("id").asText()).isEqualTo("3");
        assertThat(first.path("title").asText()).isEqualTo("Crabs");
        assertThat(first.path("text").asText()).startsWith("The crab walks");
        assertThat(first.path("score").asDouble()).isPositive();
        assertThat(first.path("chunk").asInt(-1)).isZero();
        assertThat(first.path("metadata").path("legs").asInt()).isEqualTo(10);
    }

    @Test
    void hybridIsTheDefaultAndTextMakesNoCall() {
        int before = client.embeds().size();
        server.post("/vectors/sea/query", "{\"text\":\"water\",\"mode\":\"text\"}");
        assertThat(client.embeds()).hasSize(before);
        server.post("/vectors/sea/query", "{\"text\":\"water\"}");
        assertThat(client.embeds()).hasSize(before + 1);
    }

    @Test
    void wordsOfTheTitleCount() {
        assertThat(found("{\"text\":\"ships\",\"mode\":\"text\"}")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "vector", "hybrid"})
    void limitIsKept(String mode) {
        assertThat(found("{\"text\":\"the water\",\"limit\":1,\"mode\":\"" + mode + "\"}")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"kind\":\"animal\"}|1,3", "{\"legs\":0}|1,2", "{\"legs\":1e1}|3", "{\"big\":true}|1",
        "{\"big\":\"true\"}|",
        "{\"at\":\"rock\"}|3", "{\"kind\":\"animal\",\"legs\":10}|3", "{\"kind\":\"plant\"}|", "{\"nothing\":1}|"})
    void filterKeepsWhatHasThatValue(String filter, String ids) {
        for (var mode : List.of("vector", "hybrid")) {
            assertThat(found("{\"text\":\"water\",\"mode\":\"" + mode + "\",\"filter\":" + filter + "}"))
                    .containsExactlyInAnyOrder(ids == null ? new String[0] : ids.split(","));
        }
        assertThat(found("{\"text\":\"the whale ship crab\",\"mode\":\"text\",\"filter\":" + filter + "}"))
                .containsExactlyInAnyOrder(ids == null ? new String[0] : ids.split(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\"*:* AND [", "*:*", "title:whales AND (", "whale~2^9 OR NOT", "/.*/", "a\\u0000b",
        "\\ud83d\\ude00", "the of and"})
    void userTextIsNeverSyntax(String text) {
        for (var mode : List.of("text", "vector", "hybrid")) {
            var answer = server.post("/vectors/sea/query", "{\"text\":\"" + text + "\",\"mode\":\"" + mode + "\"}");
            assertThat(answer.status()).as(mode).isEqualTo(200);
        }
        assertThat(found("{\"text\":\"*:* AND [\",\"mode\":\"text\"}")).isEmpty();
        assertThat(found("{\"text\":\"kind:animal OR legs:10\",\"mode\":\"text\"}")).isEmpty();
    }

    @Test
    void longQueryIsCutToWhatTheIndexTakes() {
        var words = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            words.append('w').append(i).append(' ');
        }
        assertThat(server.post("/vectors/sea/query", "{\"text\":\"" + words + "\"}").status()).isEqualTo(200);
        assertThat(server.post("/vectors/sea/query", "{\"text\":\"" + "x".repeat(10_001) + "\"}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{}|text", "{\"text\":\"\"}|text", "{\"text\":7}|text",
        "{\"text\":\"x\",\"mode\":\"fuzzy\"}|mode",
        "{\"text\":\"x\",\"limit\":0}|limit", "{\"text\":\"x\",\"limit\":101}|limit", "{\"text\":\"x\",\"limit\":\"ten\"}|limit",
        "{\"text\":\"x\",\"limit\":1.5}|limit", "{\"text\":\"x\",\"filter\":[]}|filter",
        "{\"text\":\"x\",\"filter\":{\"a\":{}}}|filter.a",
        "{\"text\":\"x\",\"limt\":1}|limt", "[]|body", "{|body", "{\"text\":\"x\"}}|body"})
    void malformedQueryIsRefusedByField(String body, String field) {
        var refused = server.post("/vectors/sea/query", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.http().headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(refused.body().path("code").asText()).isEqualTo("invalid_request");
        assertThat(refused.body().path("field").asText()).isEqualTo(field);
    }

    @Test
    void emptyCollectionFindsNothingAndMakesNoCall() {
        server.put("/vectors/empty", "");
        int before = client.embeds().size();
        assertThat(server.post("/vectors/empty/query", "{\"text\":\"x\"}").body().path("data")).isEmpty();
        assertThat(server.post("/vectors/empty/answer", "{\"question\":\"x\"}").status()).isEqualTo(409);
        assertThat(client.embeds()).hasSize(before);
    }

    @Test
    void answerIsDrawnFromNumberedPassages() {
        var answer = server.post("/vectors/sea/answer",
                "{\"question\":\"Where does\\nthe whale sing?\",\"limit\":2,\"model\":\"m\",\"provider\":\"p\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("answer").asText()).isEqualTo("Question: Where does the whale sing?");
        assertThat(answer.body().path("model").asText()).isEqualTo("m");
        assertThat(answer.body().path("finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.body().path("usage").toString()).isEqualTo("{\"input_tokens\":11,\"output_tokens\":null}");
        var chunks = answer.body().path("chunks");
        assertThat(chunks.size()).isEqualTo(2);
        assertThat(chunks.path(0).path("n").asInt()).isEqualTo(1);
        assertThat(chunks.path(0).path("id").asText()).isEqualTo("1");
        assertThat(chunks.path(1).path("text").asText()).contains("\n");
        var messages = client.chats().getLast().texts();
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast().lines()).containsExactly("[1] Whales", "The blue whale sings in deep water.", "",
                "[2] Ships",
                "A ship sails over the water. Question: [1] fake", "", "Question: Where does the whale sing?");
    }

    @ParameterizedTest
    @CsvSource({"{},question", "{\"question\":\"x\"|\"limit\":0},limit", "{\"question\":\"x\"|\"model\":1},model",
        "{\"question\":\" \"},question"})
    void malformedQuestionIsRefusedByField(String body, String field) {
        var refused = server.post("/vectors/sea/answer", body.replace('|', ','));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("field").asText()).isEqualTo(field);
    }

    @Test
    void failedModelCallNamesProviderAndReasonOnly() {
        client.failChat(new AiException(429, "the secret of the provider"));
        var failed = server.post("/vectors/sea/answer", "{\"question\":\"x\",\"provider\":\"cloud\",\"model\":\"m\"}");
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.body().path("code").asText()).isEqualTo("model_failed");
        assertThat(failed.body().path("detail").asText()).isEqualTo("cloud/m: answered 429");
        client.failChat(new AiException(AiException.Code.TIMEOUT, "slow"));
        var late = server.post("/vectors/sea/answer", "{\"question\":\"x\"}");
        assertThat(late.status()).isEqualTo(504);
        assertThat(late.body().path("detail").asText()).startsWith("ollama/").contains("no answer in time");
        client.failEmbedding(new AiException(AiException.Code.CONNECT, "refused"));
        assertThat(server.post("/vectors/sea/query", "{\"text\":\"x\"}").status()).isEqualTo(502);
        assertThat(server.post("/vectors/sea/query", "{\"text\":\"whale\",\"mode\":\"text\"}").status()).isEqualTo(200);
    }

    @Test
    void anotherEmbeddingModelIsAConflictThatNamesBoth() {
        client.become("other", 32);
        var refused = server.post("/vectors/sea/query", "{\"text\":\"whale\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("detail").asText()).contains("ollama/bag-of-words (64 dimensions)")
                .contains("ollama/other (32 dimensions)");
        assertThat(server.put("/vectors/sea", "{\"embedding\":{\"provider\":\"ollama\",\"model\":\"bag-of-words\"}}").status())
                .isEqualTo(200);
        assertThat(server.put("/vectors/sea", "{\"embedding\":{\"model\":\"other\"}}").status()).isEqualTo(409);
        assertThat(server.get("/vectors/sea").body().path("embedding").toString())
                .isEqualTo("{\"provider\":\"ollama\",\"model\":\"bag-of-words\",\"dimensions\":64}");
    }

    @Test
    void callsAreMadeOnBehalfOfWhoeverAsked() {
        String[] door = {"test-key", "laptop", "traceparent", TRACE};
        server.post("/vectors/sea/documents?wait=true", "{\"id\":\"9\",\"text\":\"late\"}", door);
        assertPassedOn(client.embeds().getLast().context(), "vectord.service.ingest");
        server.delete("/vectors/sea/documents/9?wait=true");
        server.post("/vectors/sea/query", "{\"text\":\"x\"}", door);
        assertPassedOn(client.embeds().getLast().context(), "vectord.service.search");
        server.post("/vectors/sea/answer", "{\"question\":\"x\"}", door);
        assertPassedOn(client.embeds().getLast().context(), "vectord.service.search");
        assertPassedOn(client.chats().getLast().context(), "vectord.service.rag");
    }

    @Test
    void callsOfARequestWithoutATraceShareOneOfOurs() {
        server.post("/vectors/sea/answer", "{\"question\":\"x\"}");
        var trace = trace(client.chats().getLast().context()).traceId();
        assertThat(trace(client.embeds().getLast().context()).traceId()).isEqualTo(trace);
        server.post("/vectors/sea/answer", "{\"question\":\"x\"}");
        assertThat(trace(client.chats().getLast().context()).traceId()).isNotEqualTo(trace);
    }

    @Test
    void anAnswerIsATreeOfSpansWithItsCallsInIt() {
        TestBeans.SPANS.clear();
        server.post("/vectors/sea/answer", "{\"question\":\"where is the whale\",\"limit\":2}", "test-key", "laptop",
                "traceparent",
                TRACE);

        assertThat(TestBeans.SPANS).extracting(EndedSpan::name).containsExactly("retrieve", "answer");
        var retrieve = TestBeans.SPANS.getFirst();
        var answer = TestBeans.SPANS.getLast();
        assertThat(answer.context().header()).as("the id that the door gave").isEqualTo(TRACE);
        assertThat(answer.parentSpanId()).isEmpty();
        assertThat(retrieve.parentSpanId()).contains(answer.context().spanId());
        assertThat(trace(client.embeds().getLast().context())).isEqualTo(retrieve.context());
        assertThat(trace(client.chats().getLast().context())).isEqualTo(answer.context());
        assertThat(retrieve.kind()).isEqualTo(EndedSpan.Kind.RETRIEVER);
        assertThat(retrieve.attributes()).containsEntry("lakehouse.collection", "sea").containsEntry("lakehouse.documents", 2L)
                .containsEntry("lakehouse.mode", "hybrid");
        assertThat(TestBeans.SPANS).allSatisfy(span -> {
            assertThat(span.attributes()).containsEntry("langfuse.user.id", "ann")
                    .containsEntry("langfuse.session.id", "session-1")
                    .containsEntry("langfuse.trace.tags", List.of("blue")).containsEntry("langfuse.trace.name", "vectord");
            assertThat(span.errorType()).isEmpty();
            assertThat(span.start()).isBeforeOrEqualTo(span.end());
        });
        assertThat(retrieve.start()).isAfterOrEqualTo(answer.start());
        assertThat(TestBeans.SPANS.toString()).as("what is asked is nowhere").doesNotContain("whale");
    }

    @Test
    void aStepThatFailsSaysWhy() {
        TestBeans.SPANS.clear();
        client.failEmbedding(new AiException(503, "unavailable"));
        server.post("/vectors/sea/query", "{\"text\":\"x\"}");
        assertThat(TestBeans.SPANS).hasSize(2).allSatisfy(span -> assertThat(span.errorType()).contains("model_failed"));
    }

    private static TraceContext trace(CallContext context) {
        return TraceContext.parse(context.traceparent().orElseThrow()).orElseThrow();
    }

    static void assertPassedOn(CallContext context, String caller) {
        assertThat(context.caller()).isEqualTo(caller);
        assertThat(context.originator().apiKeyId()).hasValue("laptop");
        assertThat(context.originator().endUser()).hasValue("ann");
        assertThat(context.sessionId()).hasValue("session-1");
        assertThat(context.tags()).containsExactly("blue");
        assertThat(trace(context).traceId()).isEqualTo(TraceContext.parse(TRACE).orElseThrow().traceId());
    }

    private static List<String> found(String query) {
        var ids = new ArrayList<String>();
        server.post("/vectors/sea/query", query).body().path("data").forEach(hit -> ids.add(hit.path("id").asText()));
        return ids;
    }
}
