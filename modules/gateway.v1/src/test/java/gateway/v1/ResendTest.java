package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// `/v1/admin/resend`, and what the audit says of generations.
class ResendTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    @TempDir
    private Path data;
    private ScriptedProvider sidecar;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        gateway = TestGateway.start(sidecar, data, Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
        sidecar.close();
    }

    @Test
    void aRangeComesInAgainAndTheAuditSaysWhatWaits() {
        gateway.outbox().turnOn();
        gateway.post("/v1/chat", CHAT);
        gateway.post("/v1/chat", CHAT);
        var generations = gateway.getJson("/v1/usage/audit").path("generations");
        assertThat(generations.path("on").asBoolean()).isTrue();
        assertThat(generations.path("trouble").isNull()).isTrue();
        assertThat(generations.at("/compared/rows").asInt()).isEqualTo(2);
        assertThat(generations.at("/compared/waiting").asInt()).isEqualTo(2);
        assertThat(generations.at("/compared/difference").asInt()).isEqualTo(2);
        assertThat(generations.at("/compared/unexplained").asInt()).isZero();
        assertThat(generations.at("/compared/minutes").size()).isBetween(1, 2);

        var answer = gateway.post("/v1/admin/resend", "{\"start_time\":0}");
        assertThat(answer.body()).isEqualTo("{\"object\":\"resend\",\"attempts\":2}");
        assertThat(gateway.outbox().next(10).orElseThrow().due()).hasSize(4);
    }

    @Test
    void whereNobodyIsToldThereIsNothingToSendAgain() {
        gateway.post("/v1/chat", CHAT);
        var answer = gateway.post("/v1/admin/resend", "{\"start_time\":0}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("langfuse.url");
        var generations = gateway.getJson("/v1/usage/audit").path("generations");
        assertThat(generations.path("on").asBoolean()).isFalse();
        assertThat(generations.path("compared").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"'';start_time", "{};start_time", "{\"start_time\":1,\"colour\":1};colour",
        "{\"start_time\":5,\"end_time\":5};start_time", "{\"start_time\":\"now\"};start_time",
        "{\"start_time\":-99999999999999};start_time"})
    void whatCannotBeDoneIsRefusedByItsName(String body, String name) {
        gateway.outbox().turnOn();
        var answer = gateway.post("/v1/admin/resend", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(name);
    }
}
