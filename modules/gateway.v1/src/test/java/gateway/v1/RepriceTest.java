package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// `/v1/admin/reprice`, after the configuration has changed.
class RepriceTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String[] ADMIN = {"authorization", "Bearer boss-secret"};
    private static final Map<String, String> KEYS = Map.of("auth.keys.0.name", "boss", "auth.keys.0.key", "boss-secret",
            "auth.keys.0.scopes", "call,usage,admin", "auth.keys.1.name", "clerk", "auth.keys.1.key", "clerk-secret",
            "auth.keys.1.scopes", "call,usage");
    private static final Map<String, String> PRICES = Map.of("prices.0.provider", "ollama", "prices.0.model", "m",
            "prices.0.input", "0", "prices.0.per-request", "0.5", "prices.0.currency", "EUR");

    @TempDir
    private Path data;
    private ScriptedProvider sidecar;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m", "other");
        gateway = TestGateway.start(sidecar, data, KEYS);
    }

    @AfterEach
    void stop() {
        gateway.close();
        sidecar.close();
    }

    @Test
    void rowsGetTheirCostOnceThePriceIsConfigured() {
        gateway.post("/v1/chat", CHAT, ADMIN);
        gateway.post("/v1/chat", CHAT, ADMIN);
        assertThat(gateway.rows(ADMIN)).allSatisfy(row -> assertThat(row.path("cost").isNull()).isTrue());
        restart(PRICES);

        var dry = lines(gateway.post("/v1/admin/reprice", "{\"dry_run\":true}", ADMIN));
        assertThat(gateway.rows(ADMIN)).allSatisfy(row -> assertThat(row.path("cost").isNull()).isTrue());
        var answer = gateway.post("/v1/admin/reprice", "", ADMIN);

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(lines(answer)).isEqualTo(dry);
        assertThat(lines(answer).getFirst().toString()).isEqualTo(
                "{\"object\":\"progress\",\"done\":0,\"total\":2,\"changed\":0,\"reached\":null}");
        assertThat(lines(answer).get(1).path("done").asInt()).isEqualTo(2);
        assertThat(lines(answer).get(1).path("reached").asText()).isEqualTo(
                gateway.rows(ADMIN).getLast().path("accepted_at").asText());
        assertThat(lines(answer).getLast().toString()).isEqualTo("{\"object\":\"reprice\",\"examined\":2,\"changed\":2,"
                + "\"unpriced\":0,\"kept\":0,\"before\":[],\"after\":[{\"value\":1,\"currency\":\"EUR\"}]}");
        assertThat(gateway.rows(ADMIN))
                .allSatisfy(row -> assertThat(row.path("cost").decimalValue()).isEqualByComparingTo("0.5"));
    }

    @Test
    void whatIsAskedForIsAllThatChanges() {
        gateway.post("/v1/chat", CHAT, ADMIN);
        gateway.post("/v1/chat", CHAT.replace("{\"messages", "{\"model\":\"other\",\"messages"), ADMIN);
        restart(PRICES);
        long accepted = Instant.parse(gateway.rows(ADMIN).getLast().path("accepted_at").asText()).getEpochSecond();

        assertThat(changed("{\"model\":\"other\"}")).isZero();
        assertThat(changed("{\"provider\":\"cloud\"}")).isZero();
        assertThat(changed("{\"end_time\":" + accepted + "}")).isZero();
        assertThat(changed("{\"start_time\":" + accepted + ",\"provider\":\"ollama\",\"model\":\"m\",\"only_unpriced\":true}"))
                .isEqualTo(1);
        restart(Map.of());
        assertThat(changed("{}")).isZero();
        assertThat(changed("{\"clear\":true}")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{\"colour\":1};colour", "{\"start_time\":\"2026-01-01\"};start_time",
        "{\"end_time\":9223372036854775807};end_time", "{\"start_time\":5,\"end_time\":5};start_time",
        "{\"start_time\":-99999999999999};start_time", "{\"dry_run\":1};dry_run", "{\"model\":7};model", "[];body", "{;body",
        "{\"clear\":true,\"only_unpriced\":true};clear"})
    void whatCannotBeDoneIsRefusedByItsName(String body, String name) {
        var answer = gateway.post("/v1/admin/reprice", body, ADMIN);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(name);
    }

    @Test
    void itNeedsTheScopeAdmin() {
        var answer = gateway.post("/v1/admin/reprice", "{}", "authorization", "Bearer clerk-secret");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("'admin'");
        assertThat(gateway.post("/v1/admin/reprice", "{}").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/v1/admin/reprice", ADMIN).statusCode()).isEqualTo(405);
    }

    private int changed(String body) {
        return lines(gateway.post("/v1/admin/reprice", body, ADMIN)).getLast().path("changed").asInt(-1);
    }

    private void restart(Map<String, String> more) {
        gateway.close();
        var settings = new HashMap<>(KEYS);
        settings.putAll(more);
        gateway = TestGateway.start(sidecar, data, settings);
    }

    private static List<JsonNode> lines(HttpResponse<String> answer) {
        return answer.body().lines().map(RepriceTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
