package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.ScriptedProvider;

/// What clients ask besides calling models. Nobody is charged for it: no row, and no call at a provider.
class ModelListsTest {

    private static final String[] ANTHROPIC = {"anthropic-version", "2023-06-01"};
    private static final String[] NAMES = {"fast", "gone-by-now", "m:latest", "ollama/cloud/clash", "ollama/fast", "cloud/gpt",
        "cloud/text-embed"};

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static ScriptedProvider openAi;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("o"), "m:latest", "cloud/clash", "fast");
        openAi = ScriptedProvider.start(OpenAi.answering("o"), "gpt", "text-embed");
        var unreachable = ScriptedProvider.start(Ollama.answering("o"));
        unreachable.close();
        gateway = TestGateway.start(sidecar, data,
                Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", openAi.uri() + "/v1", "providers.away.type",
                        "ollama", "providers.away.base-url", unreachable.uri().toString(), "models.fast", "cloud/gpt",
                        "models.gone-by-now", "ollama/old"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        openAi.close();
        sidecar.close();
    }

    @AfterEach
    void nobodyWasCharged() {
        assertThat(gateway.rows()).isEmpty();
        assertThat(sidecar.received()).isEmpty();
        assertThat(openAi.received()).isEmpty();
    }

    @Test
    void tagsNameAliasesThenTheDefaultProvidersModelsThenTheOthersAndLeaveOutWhoCannotBeAsked() {
        var models = gateway.getJson("/api/tags").path("models");

        assertThat(models.findValuesAsText("name")).containsExactly(NAMES);
        assertThat(models.findValuesAsText("model")).containsExactly(NAMES);
        assertThat(models.get(2))
                .hasToString("{\"name\":\"m:latest\",\"model\":\"m:latest\",\"modified_at\":\"2026-01-01T01:00:00+01:00\","
                        + "\"size\":7,\"digest\":\"0123456789abcdef\",\"details\":{\"family\":\"scripted\"}}");
        assertThat(models).allSatisfy(model -> {
            assertThat(model.path("digest").asText()).hasSizeGreaterThanOrEqualTo(12);
            assertThat(model.path("details").isObject()).isTrue();
            assertThat(model.path("size").isNumber()).isTrue();
        });
        assertThat(models.get(0).path("remote_model").asText()).isEqualTo("gpt");
        assertThat(models.get(5).path("remote_host").asText()).isEqualTo("cloud");
        assertThat(models.get(5).path("modified_at").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void openAisListHasTheSameOrder() {
        var list = gateway.getJson("/v1/models");

        assertThat(list.path("object").asText()).isEqualTo("list");
        assertThat(list.path("data").findValuesAsText("id")).containsExactly(NAMES);
        assertThat(list.path("data")).allSatisfy(model -> {
            assertThat(model.path("object").asText()).isEqualTo("model");
            assertThat(model.path("created").isIntegralNumber()).isTrue();
            assertThat(model.path("owned_by").isTextual()).isTrue();
        });
        assertThat(list.at("/data/2/created").asLong()).isEqualTo(1767225600);
        assertThat(list.at("/data/2/owned_by").asText()).isEqualTo("ollama");
        assertThat(list.at("/data/5/owned_by").asText()).isEqualTo("scripted");
    }

    @Test
    void anthropicsListHasTheSameOrder() {
        var list = gateway.getJson("/v1/models", ANTHROPIC);

        assertThat(list.path("data").findValuesAsText("id")).containsExactly(NAMES);
        assertThat(list.at("/data/2")).hasToString(
                "{\"type\":\"model\",\"display_name\":\"m:latest\",\"created_at\":\"2026-01-01T00:00:00Z\",\"id\":\"m:latest\"}");
        assertThat(list.path("has_more").asBoolean(true)).isFalse();
        assertThat(list.path("first_id").asText()).isEqualTo(NAMES[0]);
        assertThat(list.path("last_id").asText()).isEqualTo(NAMES[6]);
    }

    @ParameterizedTest
    @CsvSource({"limit=2,0,2,true", "limit=2&after_id=gone-by-now,2,4,true", "limit=5&after_id=gone-by-now,2,7,false",
        "limit=2&before_id=m:latest,0,2,false", "limit=1&before_id=m:latest,1,2,true"})
    void aPageOfAnthropicsListIsWhatWasAskedFor(String query, int from, int to, boolean more) {
        var page = gateway.getJson("/v1/models?" + query, ANTHROPIC);

        assertThat(page.path("data").findValuesAsText("id")).isEqualTo(List.of(NAMES).subList(from, to));
        assertThat(page.path("has_more").asBoolean()).isEqualTo(more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=x", "after_id=nothing"})
    void whatNoPageCanBeIsNamedInAnthropicsShape(String query) {
        var answer = gateway.get("/v1/models?" + query, ANTHROPIC);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains(query.split("=")[0]);
    }

    @ParameterizedTest
    @CsvSource({"m:latest,ollama", "m%3Alatest,ollama", "m,ollama", "ollama/m,ollama", "cloud/gpt,scripted",
        "cloud%2Fgpt,scripted",
        "ollama/cloud%2fclash,ollama", "fast,scripted", "gone-by-now,ollama"})
    void oneModelIsFoundHoweverItsNameIsWritten(String path, String owner) {
        var model = gateway.getJson("/v1/models/" + path);

        assertThat(model.path("id").asText()).isEqualTo(path.replaceAll("(?i)%2f", "/").replace("%3A", ":"));
        assertThat(model.path("owned_by").asText()).isEqualTo(owner);
        assertThat(gateway.getJson("/v1/models/" + path, ANTHROPIC).path("type").asText()).isEqualTo("model");
    }

    @Test
    void aModelThatIsNotThereIsToldInTheShapeOfWhoAsks() {
        var openAis = gateway.get("/v1/models/cloud/nothing");
        var anthropics = gateway.get("/v1/models/cloud/nothing", ANTHROPIC);

        assertThat(openAis.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(openAis).at("/error/param").asText()).isEqualTo("model");
        assertThat(anthropics.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(anthropics).at("/error/type").asText()).isEqualTo("not_found_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "name"})
    void whatOllamaShowsOfAModelComesAsItIs(String field) {
        var shown = show("{\"" + field + "\":\"ollama/m:latest\",\"verbose\":true}");

        assertThat(shown.path("capabilities")).hasToString("[\"completion\",\"embedding\"]");
        assertThat(shown.at("/asked/model").asText()).isEqualTo("m:latest");
        assertThat(shown.at("/asked/verbose").asBoolean()).isTrue();
    }

    @Test
    void ofOthersModelsNoMoreIsShownThanIsKnown() {
        assertThat(show("{\"model\":\"fast\"}").path("capabilities")).hasToString("[\"completion\"]");
        assertThat(show("{\"model\":\"cloud/text-embed\"}").path("capabilities")).hasToString("[\"embedding\"]");
        assertThat(show("{\"model\":\"cloud/gpt\"}").path("modified_at").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(show("{\"model\":\"cloud/unlisted\"}").path("details").isObject()).isTrue();
        assertThat(gateway.post("/api/show", "{}").statusCode()).isEqualTo(400);
        assertThat(gateway.post("/api/show", "{\"model\":7}").statusCode()).isEqualTo(400);
    }

    @Test
    void versionAndLoadedModelsAreTheDefaultProviders() {
        assertThat(gateway.get("/api/version").body()).isEqualTo("{\"version\":\"0.0.0-scripted\"}");
        assertThat(gateway.get("/api/ps").body()).isEqualTo("{\"models\":[{\"name\":\"loaded\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/version", "/api/tags"})
    void whoeverLooksWhetherSomebodyIsThereIsAnswered(String path) {
        var answer = gateway.send(HttpRequest.newBuilder(gateway.uri().resolve(path)).HEAD().build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(gateway.get("/").body()).isEqualTo("Ollama is running");
    }

    @ParameterizedTest
    @CsvSource({"POST,/api/pull", "POST,/api/create", "DELETE,/api/delete", "POST,/api/push", "POST,/api/copy",
        "HEAD,/api/blobs/sha256:0", "POST,/api/blobs/sha256:0", "GET,/api/elsewhere"})
    void whatChangesModelsIsNotHere(String method, String path) {
        var answer = gateway.send(gateway.request(path).method(method, BodyPublishers.ofString("{\"model\":\"m\"}")).build());

        assertThat(answer.statusCode()).isEqualTo(404);
        if (!method.equals("HEAD")) {
            assertThat(TestGateway.json(answer).path("error").asText()).contains(path);
        }
    }

    @Test
    void otherMethodsAreToldSo() {
        assertThat(TestGateway.json(gateway.post("/api/tags", "{}")).path("error").asText()).contains("GET");
        assertThat(gateway.get("/api/show").statusCode()).isEqualTo(405);
        assertThat(gateway.post("/v1/models", "{}").statusCode()).isEqualTo(405);
        assertThat(gateway.get("/api/chat").statusCode()).isEqualTo(405);
    }

    private static JsonNode show(String body) {
        return TestGateway.json(gateway.post("/api/show", body));
    }
}
