package vectord.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vectord.service.collection.Collections;
import vectord.service.collection.Progress;

class DocumentsTest {

    @TempDir
    static Path data;
    static ScriptedAiClient client = new ScriptedAiClient();
    static VectorsServer server;

    @BeforeAll
    static void start() {
        server = VectorsServer.start(data, client);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void create() {
        server.put("/vectors/docs", "");
    }

    @AfterEach
    void remove() {
        client.recover();
        client.hold().countDown();
        server.delete("/vectors/docs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{\"id\":\"a\",\"text\":\"\"}|empty_text|a",
        "{\"id\":\"a\",\"text\":\" \\n\"}|empty_text|a",
        "{\"id\":\"a\",\"text\":null}|empty_text|a",
        "{\"id\":\"a\"}|empty_text|a",
        "{\"text\":\"x\"}|missing_id|",
        "{\"id\":null,\"text\":\"x\"}|missing_id|",
        "{\"id\":\"\",\"text\":\"x\"}|missing_id|",
        "{\"id\":[1],\"text\":\"x\"}|invalid_id|",
        "{\"id\":1.5,\"text\":\"x\"}|invalid_id|",
        "{\"id\":\"a\\u0000b\",\"text\":\"x\"}|invalid_id|",
        "{\"id\":\"first\",\"text\":\"x\"}|duplicate_id|first",
        "{\"id\":\"a\",\"text\":5}|wrong_type|a",
        "{\"id\":\"a\",\"text\":\"x\",\"title\":[]}|wrong_type|a",
        "{\"id\":\"a\",\"text\":\"x|malformed_json|",
        "{\"id\":\"a\",\"text\":\"x\"} {}|malformed_json|",
        "nonsense|malformed_json|",
        "[1]|not_an_object|",
        "null|not_an_object|",
        "\"text\"|not_an_object|",
        "{\"id\":\"a\",\"text\":\"half \\ud83d\"}|invalid_utf8|"})
    void eachBadLineGetsAVerdictOfItsOwnAndTheRestGoesIn(String line, String error, String id) {
        var answer = server.postLines("/vectors/docs/documents?wait=true",
                "{\"id\":\"first\",\"text\":\"one good line\"}\n\n" + line + "\n{\"id\":\"last\",\"text\":\"another\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.body().path("rejected").asInt()).isEqualTo(1);
        var verdict = answer.body().path("verdicts").path(0);
        assertThat(verdict.path("line").asInt()).isEqualTo(3);
        assertThat(verdict.path("error").asText()).isEqualTo(error);
        assertThat(verdict.path("status").asText()).isEqualTo("rejected");
        assertThat(verdict.path("id").asText("")).isEqualTo(id == null ? "" : id);
        assertThat(verdict.path("detail").asText()).isNotEmpty();
        assertThat(server.get("/vectors/docs").body().path("documents").asInt()).isEqualTo(2);
    }

    @Test
    void invalidUtf8GetsAVerdictOfItsOwn() {
        var body = new ByteArrayOutputStream();
        body.writeBytes("{\"id\":\"1\",\"text\":\"caf".getBytes(StandardCharsets.UTF_8));
        body.write(0xe9);
        body.writeBytes("\"}\n{\"id\":\"2\",\"text\":\"café\"}\n".getBytes(StandardCharsets.UTF_8));
        var answer = server.send("POST", "/vectors/docs/documents?wait=true", "application/jsonl", body.toByteArray());
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(1);
        assertThat(answer.body().path("verdicts").path(0).path("error").asText()).isEqualTo("invalid_utf8");
        assertThat(answer.body().path("verdicts").path(0).path("line").asInt()).isEqualTo(1);
        assertThat(server.get("/vectors/docs/documents/2").body().path("text").asText()).isEqualTo("café");
    }

    @Test
    void overlongIdGetsAVerdict() {
        var answer = server.post("/vectors/docs/documents", "{\"id\":\"" + "x".repeat(513) + "\",\"text\":\"t\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("verdicts").path(0).path("error").asText()).isEqualTo("invalid_id");
        assertThat(answer.body().path("verdicts").path(0).path("index").asInt(-1)).isZero();
        assertThat(server.post("/vectors/docs/documents", "{\"id\":\"" + "x".repeat(512) + "\",\"text\":\"t\"}").body()
                .path("accepted").asInt())
                .isEqualTo(1);
    }

    @Test
    void nullMetadataIsLeftOutWithAVerdictAndTheDocumentGoesIn() {
        var answer = server.post("/vectors/docs/documents?wait=true",
                "[{\"id\":\"1\",\"text\":\"t\",\"author\":null,\"year\":1958},{\"id\":\"2\",\"text\":\"t\",\"metadata\":null}]");
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.body().path("rejected").asInt(-1)).isZero();
        assertThat(verdicts(answer.body(), "error")).containsExactly("null_metadata", "null_metadata");
        assertThat(verdicts(answer.body(), "status")).containsOnly("accepted");
        assertThat(server.get("/vectors/docs/documents/1").body().path("metadata").toString()).isEqualTo("{\"year\":1958}");
    }

    @Test
    void jsonComesAsOneObjectAListOrAListOfDocuments() {
        assertThat(accepted("{\"id\":\"1\",\"text\":\"one\"}")).isEqualTo(1);
        assertThat(accepted("[{\"id\":\"2\",\"text\":\"two\"},{\"id\":3,\"text\":\"three\"}]")).isEqualTo(2);
        assertThat(accepted("{\"documents\":[{\"id\":\"4\",\"text\":\"four\"}]}")).isEqualTo(1);
        assertThat(server.get("/vectors/docs").body().path("documents").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"id\":", "{\"documents\":[]}"})
    void bodyWithoutDocumentsIsRefused(String body) {
        var refused = server.post("/vectors/docs/documents", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("field").asText()).isEqualTo("body");
    }

    @Test
    void otherFormatsAreRefusedByName() {
        var refused = server.send("POST", "/vectors/docs/documents", "text/csv", "a,b".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.body().path("detail").asText()).contains("text/csv").contains("application/x-ndjson");
    }

    @Test
    void sameIdAgainReplacesTheDocument() {
        accepted("{\"id\":\"1\",\"text\":\"about whales\",\"kind\":\"old\"}");
        accepted("{\"id\":\"1\",\"text\":\"about ships\",\"kind\":\"new\"}");
        assertThat(server.get("/vectors/docs").body().path("documents").asInt()).isEqualTo(1);
        assertThat(server.get("/vectors/docs/documents/1").body().path("metadata").path("kind").asText()).isEqualTo("new");
        assertThat(server.post("/vectors/docs/query", "{\"text\":\"whales\",\"mode\":\"text\"}").body().path("data")).isEmpty();
    }

    @Test
    void whatADocumentIsShownAsCanBeSentBack() {
        accepted("{\"id\":\"a/b c\",\"text\":\"t\",\"title\":\"T\",\"price\":1.50,\"tags\":[\"x\",1],\"deep\":{\"a\":null}}");
        var shown = server.get("/vectors/docs/documents/a%2Fb%20c");
        assertThat(shown.status()).isEqualTo(200);
        accepted(shown.body().toString());
        assertThat(server.get("/vectors/docs/documents/a%2Fb%20c").body()).isEqualTo(shown.body());
        assertThat(shown.body().toString()).contains("1.50").contains("\"title\":\"T\"");
    }

    @Test
    void deletedDocumentIsNotFoundAnyMore() {
        accepted("[{\"id\":\"1\",\"text\":\"whales\"},{\"id\":\"2\",\"text\":\"ships\"}]");
        assertThat(server.delete("/vectors/docs/documents/1?wait=true").status()).isEqualTo(204);
        assertThat(server.get("/vectors/docs/documents/1").status()).isEqualTo(404);
        assertThat(server.get("/vectors/docs").body().path("documents").asInt()).isEqualTo(1);
        assertThat(server.delete("/vectors/docs/documents/1").status()).isEqualTo(404);
    }

    @Test
    void acknowledgedDocumentIsPendingUntilItIsSearchable() {
        var gate = client.hold();
        assertThat(server.post("/vectors/docs/documents", "{\"id\":\"1\",\"text\":\"whales\"}").status()).isEqualTo(202);
        var status = server.get("/vectors/docs").body();
        assertThat(status.path("pending").asInt()).isEqualTo(1);
        assertThat(status.path("documents").asInt(-1)).isZero();
        var underWay = server.bean(Collections.class).progress();
        assertThat(underWay).isEqualTo(new Progress(1, 1, underWay.pendingBytes(), 0));
        assertThat(underWay.pendingBytes()).isPositive();
        assertThat(server.get("/vectors/docs/documents/1").body().path("text").asText()).isEqualTo("whales");
        gate.countDown();
        var indexed = server.until("/vectors/docs", body -> body.path("pending").asInt() == 0);
        assertThat(indexed.path("documents").asInt()).isEqualTo(1);
        assertThat(indexed.path("bytes").asLong()).isPositive();
        assertThat(server.bean(Collections.class).progress()).isEqualTo(new Progress(1, 0, 0, 0));
    }

    @Test
    void newerVersionOvertakesTheOneThatStillWaits() {
        var gate = client.hold();
        for (int version = 1; version <= 5; version++) {
            server.post("/vectors/docs/documents", "{\"id\":\"1\",\"text\":\"version " + version + "\"}");
        }
        assertThat(server.get("/vectors/docs/documents/1").body().path("text").asText()).isEqualTo("version 5");
        gate.countDown();
        server.until("/vectors/docs", body -> body.path("pending").asInt() == 0);
        assertThat(server.get("/vectors/docs/documents/1").body().path("text").asText()).isEqualTo("version 5");
        assertThat(server.get("/vectors/docs").body().path("documents").asInt()).isEqualTo(1);
    }

    @Test
    void textsAreEmbeddedInBatches() {
        var lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            lines.append("{\"id\":\"").append(i).append("\",\"title\":\"T\",\"text\":\"number ").append(i).append("\"}\n");
        }
        int before = client.embeds().size();
        server.postLines("/vectors/docs/documents?wait=true", lines.toString());
        var calls = client.embeds().subList(before, client.embeds().size());
        assertThat(calls).extracting(call -> call.texts().size()).containsExactly(32, 32, 32, 4);
        assertThat(calls.getFirst().texts().getFirst()).isEqualTo("T\nnumber 0");
    }

    @Test
    void longDocumentIsFoundOnceByItsBestChunk() {
        var text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("Sentence number ").append(i).append(i == 70 ? " speaks of a narwhal" : " speaks of nothing much")
                    .append(". ");
        }
        accepted("[{\"id\":\"long\",\"text\":\"" + text + "\"},{\"id\":\"short\",\"text\":\"nothing here\"}]");
        assertThat(server.get("/vectors/docs").body().path("chunks").asInt()).isGreaterThan(3);
        var data = server.post("/vectors/docs/query", "{\"text\":\"narwhal\",\"mode\":\"text\"}").body().path("data");
        assertThat(data.size()).isEqualTo(1);
        assertThat(data.path(0).path("chunk").asInt()).isPositive();
        assertThat(data.path(0).path("text").asText()).contains("narwhal").hasSizeLessThan(2000);
        assertThat(server.get("/vectors/docs/documents/long").body().path("text").asText()).isEqualTo(text.toString());
    }

    @Test
    void waitIsTrueOrFalse() {
        assertThat(server.post("/vectors/docs/documents?wait=maybe", "{\"id\":\"1\",\"text\":\"t\"}").status()).isEqualTo(400);
    }

    private static int accepted(String json) {
        return server.post("/vectors/docs/documents?wait=true", json).body().path("accepted").asInt();
    }

    private static List<String> verdicts(JsonNode body, String field) {
        var values = new ArrayList<String>();
        body.path("verdicts").forEach(verdict -> values.add(verdict.path(field).asText()));
        return values;
    }
}
