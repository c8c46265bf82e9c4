package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// Streams that end otherwise than their protocol has it: what we say behind them is a piece by itself.
class UnendedStreamsTest extends InFrontOf {

    private static final String STREAM = """
            {"model":"cloud/gpt","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private static final String SAID = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"so\"}}]}\n\n";
    private static final String FINISHED = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    UnendedStreamsTest() {
        super(OpenAi.answering("o"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n", "\r\n", "\r\n\r\n", "\n\ndata: [DONE]", "\n\ndata: [DONE]\n",
        "\n\ndata: [DONE]\n\n"})
    void ourOwnStreamTellsTheLedgersFactsInAnEventByItselfAndEnds(String end) {
        follow("text/event-stream", SAID + FINISHED + end);

        var answer = gateway.post("/v1/chat", STREAM);

        var events = answer.body().replace("\r", "").split("\n\n", -1);
        assertThat(events).as(answer.body()).hasSize(5);
        assertThat(events[2]).startsWith("data: {").contains("\"latency_ms\"");
        assertThat(ServerSent.data(answer.body())).hasSize(3);
        assertThat(events[3]).isEqualTo("data: [DONE]");
        assertThat(events[4]).isEmpty();
        assertThat(gateway.rowOf(answer).path("status").asText()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat", "/v1/chat/completions"})
    void theErrorOfAStreamThatStopsTooEarlyIsAnEventByItself(String path) {
        for (var end : List.of("", "\n", "\n\n")) {
            follow("text/event-stream", SAID.strip() + end);

            var answer = gateway.post(path, STREAM);

            var events = answer.body().split("\n\n", -1);
            assertThat(events).as(answer.body()).hasSize(3);
            assertThat(events[0] + "\n\n").isEqualTo(SAID);
            assertThat(events[1]).startsWith("event: error\ndata: {");
            assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
        }
    }

    @Test
    void theErrorOfLinesThatStopTooEarlyIsALineByItself() {
        sidecar.follow(
                call -> new Reply.Pieces("application/x-ndjson", List.of("{\"message\":{\"content\":\"so\"},\"done\":false}"),
                        Duration.ZERO, Reply.End.WELL));

        var lines = gateway.post("/api/chat", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}").body()
                .lines()
                .toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).startsWith("{\"error\":");
    }

    private void follow(String type, String stream) {
        provider.follow(call -> new Reply.Pieces(type, List.of(stream), Duration.ZERO, Reply.End.WELL));
    }
}
