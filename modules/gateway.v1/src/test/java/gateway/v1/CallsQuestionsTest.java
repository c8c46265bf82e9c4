package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// `/v1/usage/calls` and `/v1/usage/in-flight`: what has been, filtered by anything, and what is under way.
class CallsQuestionsTest {

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

    @Test
    void everyFieldOfARowFindsItAgain() {
        var row = gateway.rowOf(gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "Mozilla/5.0 (KHTML, like Gecko) 50%",
                "x-lakehouse-user", "ada", "x-lakehouse-session", "s-1", "x-lakehouse-tags", "red,blue"));
        gateway.post("/v1/embeddings", "{\"input\":\"x\"}");

        row.properties().stream().filter(field -> !field.getKey().equals("object") && !field.getValue().isNull())
                .forEach(field -> {
                    var value = field.getValue().isArray() ? field.getValue().get(0) : field.getValue();
                    var query = field.getKey() + "=" + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
                    assertThat(calls(query)).as(query).contains(row);
                });
        assertThat(calls("status=ok,failed&caller=" + URLEncoder.encode(row.path("caller").asText(), StandardCharsets.UTF_8)
                + "&tags=blue&model=m&latency_ms_min=0&latency_ms_max=" + row.path("latency_ms").asText())).containsExactly(row);
        assertThat(calls("tags=blue&stream=true")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"colour=red,colour", "call_id=1,call_id", "stream=maybe,stream", "sent_at=now,sent_at",
        "http_status=ok,http_status",
        "latency_ms_min=fast,latency_ms_min", "status=,status", "limit=1001,limit", "page=zzz,page",
        "bucket_width=1d,bucket_width", "cost=1e400000000,cost", "start_time=99999999999999999,start_time"})
    void whatCannotBeAskedIsRefusedByItsName(String query, String name) {
        var answer = gateway.get("/v1/usage/calls?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(name);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains(name);
    }

    @Test
    void pagesHaveEveryCallOnceAlsoWhenOthersComeBetween() {
        for (int at = 0; at < 5; at++) {
            gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "pages");
        }
        var before = calls("caller=pages&limit=1000");
        var listed = new ArrayList<JsonNode>();
        for (var page = gateway.getJson("/v1/usage/calls?caller=pages&limit=2");; page = gateway
                .getJson("/v1/usage/calls?caller=pages&limit=2&page=" + page.path("next_page").asText())) {
            page.path("data").forEach(listed::add);
            gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "pages");
            if (!page.path("has_more").asBoolean()) {
                break;
            }
        }
        assertThat(listed).isEqualTo(before);
    }

    @Test
    void anAttemptIsInFlightUntilItIsARow() throws Exception {
        var asked = new CountDownLatch(1);
        var mayAnswer = new CountDownLatch(1);
        sidecar.follow(call -> {
            asked.countDown();
            return new Reply.Wait(mayAnswer, Ollama.answering("yes").reply(call));
        });
        try {
            var answer = gateway.client().sendAsync(
                    gateway.request("/v1/chat", "x-lakehouse-caller", "slow").POST(BodyPublishers.ofString(CHAT)).build(),
                    BodyHandlers.ofString());
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            var list = gateway.getJson("/v1/usage/in-flight");
            assertThat(list.path("object").asText()).isEqualTo("list");
            assertThat(list.path("data")).singleElement().satisfies(open -> {
                assertThat(open.path("caller").asText()).isEqualTo("slow");
                assertThat(open.path("attempt").asInt()).isEqualTo(1);
                assertThat(open.path("provider").asText()).isEqualTo("ollama");
                assertThat(open.path("target_model").asText()).isEqualTo("m");
                assertThat(open.path("age_seconds").asDouble()).isBetween(0.0, 60.0);
                assertThat(open.path("output_tokens").isNull()).isTrue();
            });
            assertThat(list.at("/completeness/in_flight").asInt()).isEqualTo(1);
            assertThat(calls("caller=slow")).isEmpty();

            mayAnswer.countDown();
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(gateway.getJson("/v1/usage/in-flight").path("data")).isEmpty();
            assertThat(calls("caller=slow")).hasSize(1);
        } finally {
            mayAnswer.countDown();
            sidecar.follow(Ollama.answering("yes"));
        }
    }

    @Test
    void anExportHasTheRowsAsTheListHasThemAndSaysThatItIsComplete() throws Exception {
        for (int at = 0; at < 30; at++) {
            gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "export");
        }
        var answer = gateway.get("/v1/usage/export?caller=export");
        var lines = new ArrayList<JsonNode>();
        for (var line : answer.body().split("\n")) {
            lines.add(Json.MAPPER.readTree(line));
        }

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(lines.removeLast()).isEqualTo(Json.object().put("object", "end").put("rows", 30));
        assertThat(lines.reversed()).isEqualTo(calls("caller=export"));
    }

    @ParameterizedTest
    @CsvSource({"limit=5,limit", "colour=red,colour", "call_id=1,call_id"})
    void whatCannotBeExportedIsRefusedByItsName(String query, String name) {
        var answer = gateway.get("/v1/usage/export?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(name);
    }

    @Test
    void whatIsUnderWayTakesNoFilters() {
        assertThat(gateway.get("/v1/usage/in-flight?caller=x").statusCode()).isEqualTo(400);
    }

    private static List<JsonNode> calls(String query) {
        var rows = new ArrayList<JsonNode>();
        gateway.getJson("/v1/usage/calls?" + query).path("data").forEach(rows::add);
        return rows;
    }
}
