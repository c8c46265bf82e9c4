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
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// The door with keys configured.
class DoorTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String[] LAPTOP = {"authorization", "Bearer laptop-secret"};
    private static final String[] AUDITOR = {"x-api-key", "auditor-secret"};
    private static final String[] INTERNAL = {"authorization", "Bearer " + TestGateway.CREDENTIAL.value()};

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        gateway = TestGateway.start(sidecar, data,
                Map.of("auth.keys.0.name", "laptop", "auth.keys.0.key", "laptop-secret", "auth.keys.0.scopes.0", "call",
                        "auth.keys.1.name", "auditor", "auth.keys.1.key", "auditor-secret", "auth.keys.1.scopes", "usage"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        sidecar.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat", "/v1/usage", "/v1/usage/calls", "/ai/health", "/vectors", "/vectors/x/query",
        "/health/ready", "/metrics", "/openapi"})
    void everyPathBehindTheDoorNeedsAKey(String path) {
        assertThat(gateway.get(path).statusCode()).isEqualTo(401);
        assertThat(gateway.get(path, "authorization", "Bearer wrong-secret").statusCode()).isEqualTo(401);
    }

    @Test
    void livenessNeedsNone() {
        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void requestWithoutValidKeyMakesNoRow() {
        int before = gateway.rows(AUDITOR).size();

        assertThat(gateway.post("/v1/chat", CHAT).body()).contains("API key").contains("\"code\"");
        assertThat(gateway.rows(AUDITOR)).hasSize(before);
    }

    @Test
    void keyNamesTheCallerAndIsNotForwarded() {
        gateway.post("/v1/chat", CHAT, LAPTOP);

        var row = gateway.rows(AUDITOR).getFirst();
        assertThat(row.path("api_key_id").asText()).isEqualTo("laptop");
        assertThat(row.path("caller").asText()).isEqualTo("laptop");
        assertThat(sidecar.received().getLast().headers().toString()).doesNotContain("laptop-secret");
    }

    @Test
    void keyWithoutTheScopeIsRefusedWithARow() {
        var answer = gateway.post("/v1/chat", CHAT, AUDITOR);

        assertThat(answer.statusCode()).isEqualTo(403);
        var row = gateway.rows(AUDITOR).getFirst();
        assertThat(row.path("error_type").asText()).isEqualTo("forbidden");
        assertThat(row.path("api_key_id").asText()).isEqualTo("auditor");
        assertThat(gateway.get("/v1/usage", LAPTOP).statusCode()).isEqualTo(403);
    }

    @Test
    void onlyOurOwnComponentsAreBelievedOnCallerAndOriginator() {
        gateway.post("/v1/chat", CHAT, "authorization", "Bearer laptop-secret", "x-lakehouse-caller", "vectord.service.rag",
                "x-lakehouse-on-behalf-of", "key=boss");
        assertThat(gateway.rows(AUDITOR).getFirst().path("caller").asText()).isEqualTo("laptop");
        assertThat(gateway.rows(AUDITOR).getFirst().path("api_key_id").asText()).isEqualTo("laptop");

        gateway.post("/v1/chat", CHAT, INTERNAL[0], INTERNAL[1], "x-lakehouse-caller", "vectord.service.rag",
                "x-lakehouse-on-behalf-of", "key=boss&user=ann",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var row = gateway.rows(AUDITOR).getFirst();
        assertThat(row.path("caller").asText()).isEqualTo("vectord.service.rag");
        assertThat(row.path("api_key_id").asText()).isEqualTo("boss");
        assertThat(row.path("end_user").asText()).isEqualTo("ann");
        assertThat(row.path("group_id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(row.path("trace_id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(row.path("parent_span_id").asText()).as("the component's own span, with none of ours in between")
                .isEqualTo("b7ad6b7169203331");
        assertThat(row.path("caller_span_id").asText()).isEqualTo("b7ad6b7169203331");
    }

    @Test
    void callsOfOthersStandBelowASpanOfOursWhichStandsBelowTheirs() {
        var answer = gateway.post("/v1/chat", CHAT, LAPTOP[0], LAPTOP[1], "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var row = gateway.rows(AUDITOR).getFirst();
        assertThat(row.path("trace_id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(row.path("parent_span_id").asText()).matches("[0-9a-f]{16}").isNotEqualTo("b7ad6b7169203331");
        assertThat(row.path("caller_span_id").asText()).isEqualTo("b7ad6b7169203331");
        assertThat(gateway.getJson("/v1/usage/calls/" + answer.headers().firstValue("x-request-id").orElseThrow(), AUDITOR)
                .path("data")).containsExactly(row);
        assertThat(gateway.getJson("/v1/usage/calls?caller_span_id=b7ad6b7169203331", AUDITOR).path("data")).contains(row);
        assertThat(gateway.get("/v1/usage/export", AUDITOR).body()).contains("\"caller_span_id\":\"b7ad6b7169203331\"");
    }

    @Test
    void aTraceOfOurOwnHasNoCallersSpan() {
        gateway.post("/v1/chat", CHAT, LAPTOP[0], LAPTOP[1], "traceparent", "00-nonsense-01");
        assertThat(gateway.rows(AUDITOR).getFirst().path("caller_span_id").isNull()).isTrue();
    }

    @Test
    void aRefusalTellsTheCallersSpanToo() {
        gateway.post("/v1/chat", "{\"model\":\"nobody/none\",\"messages\":[]}", LAPTOP[0], LAPTOP[1], "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203332-01");
        var row = gateway.rows(AUDITOR).getFirst();
        assertThat(row.path("status").asText()).isEqualTo("refused");
        assertThat(row.path("caller_span_id").asText()).isEqualTo("b7ad6b7169203332");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vectord.agent", "%20vectord.agent", "VECTORD.agent", "%00vectord.agent", "vec%E2%80%8Btord.agent"})
    void nobodyElseLooksLikeOneOfOurComponents(String name) {
        gateway.post("/v1/chat", CHAT, LAPTOP[0], LAPTOP[1], "x-lakehouse-caller", name);

        assertThat(gateway.rows(AUDITOR).getFirst().path("caller").asText()).isEqualTo("laptop");
    }

    @Test
    void internalCredentialOpensNothingButCalls() {
        assertThat(gateway.get("/v1/usage", INTERNAL).statusCode()).isEqualTo(403);
    }

    @Test
    void unknownPathIsNotFoundInItsShape() {
        var answer = gateway.get("/v1/nothing", LAPTOP);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("/v1/nothing");
        assertThat(gateway.get("/elsewhere").headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/usage", "//v1/usage", "/v1//usage", "/v1/./usage", "/v1/usage/", "/v1/usage;x=y",
        "/ai/../v1/usage", "/ai/%2e%2e/v1/usage",
        "/ai/..%2fv1/usage", "/health/live/../../v1/usage", "/health/live;x/../../v1/usage", "/V1/usage",
        "/v1/models/../usage", "/v1/models/%2e%2e/usage", "/v1/models/..%2fusage", "/v1/models/x/../../usage",
        "/v1/models;x/../usage",
        "/../v1/usage", "/%2e%2e/v1/usage"})
    void noWayOfWritingAPathGetsPastItsScope(String path) throws IOException {
        assertThat(gateway.rawStatus(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: laptop-secret\r\nConnection: close\r\n\r\n"))
                .isIn(403, 404);
        assertThat(gateway.rawStatus("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).isIn(401, 404);
    }
}
