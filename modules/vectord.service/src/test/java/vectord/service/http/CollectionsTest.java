package vectord.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.client.AiException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionsTest {

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

    @Test
    void newCollectionIsCreatedWithTheDefaults() {
        var created = server.put("/vectors/fresh", "");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("object").asText()).isEqualTo("collection");
        assertThat(created.body().path("documents").asInt(-1)).isZero();
        assertThat(created.body().path("embedding").path("model").isNull()).isTrue();
        assertThat(created.body().path("chunking").toString()).isEqualTo("{\"words\":200,\"overlap\":40}");
        assertThat(created.body().path("generation").asInt()).isEqualTo(1);
        assertThat(created.body().path("created_at").asText()).startsWith("20");
    }

    @Test
    void creatingTheSameAgainChangesNothing() {
        var body = "{\"embedding\":{\"provider\":\"p\",\"model\":\"m\"},\"chunking\":{\"words\":50,\"overlap\":5}}";
        assertThat(server.put("/vectors/same", body).status()).isEqualTo(201);
        assertThat(server.put("/vectors/same", body).status()).isEqualTo(200);
        assertThat(server.put("/vectors/same", "").status()).isEqualTo(200);
        assertThat(server.get("/vectors/same").body().path("chunking").path("words").asInt()).isEqualTo(50);
    }

    @Test
    void anotherEmbeddingIsAConflictThatNamesBoth() {
        server.put("/vectors/owned", "{\"embedding\":{\"provider\":\"p\",\"model\":\"m1\"}}");
        var other = server.put("/vectors/owned", "{\"embedding\":{\"provider\":\"p\",\"model\":\"m2\"}}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().path("code").asText()).isEqualTo("embedding_conflict");
        assertThat(other.body().path("detail").asText()).contains("p/m1").contains("p/m2");
    }

    @Test
    void anotherChunkingIsAConflict() {
        server.put("/vectors/cut", "");
        var other = server.put("/vectors/cut", "{\"chunking\":{\"words\":77}}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().path("detail").asText()).contains("200 words").contains("77 words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "jobs", "playbooks"})
    void reservedNamesAreRefused(String name) {
        var refused = server.put("/vectors/" + name, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("code").asText()).isEqualTo("reserved_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "-first", "a.b", "%2e%2e", "a%2Fb", "with%20space",
        "0123456789012345678901234567890123456789012345678901234567890123"})
    void namesThatBreakTheRuleAreRefused(String name) {
        var refused = server.put("/vectors/" + name, "");
        assertThat(refused.status()).isIn(400, 404);
        assertThat(refused.http().headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(server.get("/vectors?limit=100").body().toString()).doesNotContain("Upper").doesNotContain("..");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"chunking\":5}", "{\"chunking\":{\"words\":1}}", "{\"chunking\":{\"overlap\":500}}",
        "{\"colour\":1}",
        "{\"embedding\":{\"model\":7}}", "{\"chunking\":{\"words\":\"x\"}}", "{"})
    void malformedSettingsAreRefusedByField(String body) {
        var refused = server.put("/vectors/malformed", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("field").asText()).isNotEmpty();
        assertThat(server.get("/vectors/malformed").status()).isEqualTo(404);
    }

    @Test
    void unknownCollectionIsNotFound() {
        var unknown = server.get("/vectors/nowhere");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().path("type").asText()).isEqualTo("urn:lakehouse:problem:collection-not-found");
        assertThat(unknown.body().path("title").asText()).isNotEmpty();
        assertThat(unknown.body().path("status").asInt()).isEqualTo(404);
        assertThat(unknown.body().path("detail").asText()).contains("nowhere");
        assertThat(server.delete("/vectors/nowhere").status()).isEqualTo(404);
        assertThat(server.post("/vectors/nowhere/query", "{\"text\":\"x\"}").status()).isEqualTo(404);
        assertThat(server.post("/vectors/nowhere/documents", "{}").status()).isEqualTo(404);
    }

    @Test
    void unknownPathsAndMethodsAreProblemsToo() {
        server.put("/vectors/known", "");
        var method = server.post("/vectors/known", "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.http().headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(method.body().path("status").asInt()).isEqualTo(405);
    }

    @Test
    void deletedCollectionIsGoneFromTheDisk() {
        server.put("/vectors/doomed", "");
        server.post("/vectors/doomed/documents?wait=true", "{\"id\":\"1\",\"text\":\"gone soon\"}");
        assertThat(server.delete("/vectors/doomed").status()).isEqualTo(204);
        assertThat(server.get("/vectors/doomed").status()).isEqualTo(404);
        assertThat(data.resolve("vectors").toFile().list()).noneMatch(name -> name.contains("doomed"));
        assertThat(server.put("/vectors/doomed", "").body().path("documents").asInt(-1)).isZero();
    }

    @Test
    void whoeverWaitsIsToldThatTheCollectionIsGone() {
        server.put("/vectors/leaving", "");
        client.failEmbedding(new AiException(AiException.Code.CONNECT, "down"));
        var gate = client.hold();
        var waiting = CompletableFuture
                .supplyAsync(() -> server.post("/vectors/leaving/documents?wait=true", "{\"id\":\"1\",\"text\":\"x\"}"));
        server.until("/vectors/leaving", body -> body.path("pending").asInt() == 1);
        var deleted = CompletableFuture.supplyAsync(() -> server.delete("/vectors/leaving"));
        gate.countDown();
        assertThat(deleted.join().status()).isEqualTo(204);
        assertThat(waiting.join().body().path("failures").path(0).path("id").asText()).isEqualTo("1");
        client.recover();
    }

    @Test
    void listIsPagedThroughInOrder() {
        for (int i = 0; i < 5; i++) {
            server.put("/vectors/zz-" + i, "");
        }
        var seen = new ArrayList<String>();
        var page = server.get("/vectors?limit=2").body();
        assertThat(page.path("object").asText()).isEqualTo("list");
        while (true) {
            assertThat(page.path("data").size()).isBetween(1, 2);
            page.path("data").forEach(one -> seen.add(one.path("name").asText()));
            if (!page.path("has_more").asBoolean()) {
                break;
            }
            page = server.get("/vectors?limit=2&page=" + page.path("next_page").asText()).body();
        }
        assertThat(page.path("next_page").isNull()).isTrue();
        assertThat(seen).isSorted().doesNotHaveDuplicates().contains("zz-0", "zz-1", "zz-2", "zz-3", "zz-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=many", "page=%21%21"})
    void pagingOutOfRangeIsRefused(String parameters) {
        assertThat(server.get("/vectors?" + parameters).status()).isEqualTo(400);
    }
}
