package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// Questions in SQL over HTTP, with keys configured.
class SqlEndpointTest {

    private static final String[] ADMIN = {"x-api-key", "admin-secret"};

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        gateway = TestGateway.start(sidecar, data,
                Map.of("auth.keys.0.name", "admin", "auth.keys.0.key", "admin-secret", "auth.keys.0.scopes", "call,usage,admin",
                        "auth.keys.1.name", "auditor", "auth.keys.1.key", "auditor-secret", "auth.keys.1.scopes", "usage"));
        gateway.post("/v1/chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "x-api-key", "admin-secret",
                "x-lakehouse-caller", "=1+1", "x-lakehouse-tags", "a,b");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        sidecar.close();
    }

    @Test
    void aQuestionIsAnsweredWithColumnsAndRows() {
        var answer = ask(
                "SELECT caller, tags, attempt, 1.50 AS amount, stream, accepted_at, error_type AS x FROM calls WHERE caller = ?",
                "[\"=1+1\"]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var document = TestGateway.json(answer);
        assertThat(document.path("object").asText()).isEqualTo("table");
        assertThat(document.at("/columns/0")).isEqualTo(Json.object().put("name", "caller").put("type", "character varying"));
        assertThat(document.path("row_count").intValue()).isEqualTo(1);
        assertThat(document.path("truncated").booleanValue()).isFalse();
        assertThat(document.at("/completeness/accepted").longValue()).isEqualTo(1);
        var row = document.at("/rows/0");
        assertThat(row.get(0).textValue()).isEqualTo("=1+1");
        assertThat(row.get(1)).extracting(JsonNode::textValue).containsExactly("a", "b");
        assertThat(row.get(2).isIntegralNumber()).isTrue();
        assertThat(row.get(3).asText()).isEqualTo("1.50");
        assertThat(row.get(4).isBoolean()).isTrue();
        assertThat(row.get(5).textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(row.get(6).isNull()).isTrue();
    }

    @Test
    void aTableComesAsCsvWithEveryColumnAlsoWhereTwoHaveOneName() {
        var answer = ask("SELECT caller, caller, tags, error_type FROM calls", "[]", "accept", "text/csv");
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
        assertThat(answer.body()).isEqualTo("caller,caller_2,tags,error_type\r\n'=1+1,'=1+1,\"a,b\",\r\n");
        assertThat(answer.headers().firstValue("x-lakehouse-truncated")).hasValue("false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '`', value = {"{\"sql\":\"SELECT * FROM attempts\"}^sql^attempts",
        "{\"sql\":\"SELECT ?\"}^parameters^0 values",
        "{\"sql\":1}^sql^must be a string", "{}^sql^must be a string", "{\"sql\":\"SELECT 1\",\"parameters\":{}}^parameters^list",
        "{\"sql\":\"SELECT ?\",\"parameters\":[{}]}^parameters^list", "{\"sql\":\"SELECT nothing\"}^sql^NOTHING",
        "{\"sql\":\"SELECT 1\",\"limit\":1}^limit^no 'limit'",
        "{\"sql\":^body^not JSON", "[]^body^not a JSON object"})
    void whatIsWrongIsNamed(String body, String param, String message) {
        var answer = gateway.post("/v1/usage/sql", body, ADMIN);
        assertThat(answer.statusCode()).isEqualTo(400);
        var error = TestGateway.json(answer).path("error");
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("message").asText()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/usage/sql", "/v1/usage/sql/", "/v1/usage/sql?x=1", "/v1/usage/sql;x=1", "/v1/usage/%73ql",
        "/v1/usage//sql",
        "/v1/usage/./sql", "/v1/usage/calls/../sql", "/v1/usage;x=1/sql", "/v1//usage/sql", "/v1/usage/sql%2F",
        "/v1/usage/sq%6C;a"})
    void onlyWhoMayDoEverythingMayAskHoweverThePathIsWritten(String path) {
        var answer = gateway.post(path, "{\"sql\":\"SELECT 1\"}", "x-api-key", "auditor-secret");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).doesNotContain("\"table\"");
    }

    @Test
    void anAuditorLacksTheScope() {
        var answer = gateway.post("/v1/usage/sql", "{\"sql\":\"SELECT 1\"}", "x-api-key", "auditor-secret");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("'admin'");
    }

    private static HttpResponse<String> ask(String sql, String parameters, String... headers) {
        var all = new String[ADMIN.length + headers.length];
        System.arraycopy(ADMIN, 0, all, 0, ADMIN.length);
        System.arraycopy(headers, 0, all, ADMIN.length, headers.length);
        return gateway.post("/v1/usage/sql",
                "{\"sql\":" + Json.MAPPER.getNodeFactory().textNode(sql) + ",\"parameters\":" + parameters + "}", all);
    }
}
