package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Anthropic;
import provider.scripted.Reply;

/// Anthropic's protocol on both sides: what comes in goes out as it came, and back.
class AnthropicPassingTest extends InFrontOf {

    private static final String KEY = "sk-ant-provider-secret";
    private static final String CALL = "{\"model\":\"claude/opus\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    private static final String STREAM = CALL.replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\"");

    AnthropicPassingTest() {
        super(Anthropic.answering("well ", "then"), "opus");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.claude.type", "anthropic", "providers.claude.base-url",
                uri, "providers.claude.api-key", KEY);
    }

    @Test
    void whatWeDoNotKnowReachesTheProviderAndItsAnswerComesBackByteForByte() {
        var said = "{\"id\": \"msg_1\",  \"type\":\"message\",\"model\":\"opus\",\"content\":[{\"type\":\"new_block\",\"x\":1.50}],"
                + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";
        provider.follow(call -> Reply.json(200, said));

        var answer = gateway.post("/v1/messages", """
                {"model":"claude/opus","provider":null,"max_tokens":0,"metadata":{"user_id":"ann"},"future":{"deep":[1,2.25,12345678901234567890]},
                 "messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"f"},"cache_control":{"type":"ephemeral"}}]}],
                 "tools":[{"type":"web_search_20260318","name":"web_search"}],"thinking":{"type":"between_tools"}}""",
                "x-api-key", "client-key", "anthropic-version", "2026-10-21", "anthropic-beta", "a-1,b-2", "anthropic-beta",
                "c-3",
                "x-other", "no");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(said);
        var received = provider.received().getLast();
        assertThat(received.path()).isEqualTo("/v1/messages");
        assertThat(received.headers().get("x-api-key")).containsExactly(KEY);
        assertThat(received.headers().get("anthropic-version")).containsExactly("2026-10-21");
        assertThat(received.headers().get("anthropic-beta")).containsExactly("a-1,b-2,c-3");
        assertThat(received.header("x-other")).isEmpty();
        assertThat(received.body()).hasToString(
                "{\"model\":\"opus\",\"max_tokens\":0,\"metadata\":{\"user_id\":\"ann\"},\"future\":{\"deep\":[1,2.25,12345678901234567890]},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"},\"cache_control\":{\"type\":\"ephemeral\"}}]}],"
                        + "\"tools\":[{\"type\":\"web_search_20260318\",\"name\":\"web_search\"}],\"thinking\":{\"type\":\"between_tools\"}}");
        var row = gateway.rowOf(answer);
        assertThat(row.path("endpoint").asText()).isEqualTo("/v1/messages");
        assertThat(row.path("operation").asText()).isEqualTo("chat");
        assertThat(row.path("end_user").asText()).isEqualTo("ann");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("provider_request_id").asText()).isEqualTo("msg_1");
        assertThat(answer.headers().firstValue("request-id")).isEqualTo(answer.headers().firstValue("x-request-id"));
    }

    @Test
    void aStreamComesBackEventByEventWithItsPings() {
        var answer = gateway.post("/v1/messages", STREAM);

        var said = Anthropic.stream(provider.received().getLast(), List.of("well ", "then"), Duration.ZERO, Reply.End.WELL);
        assertThat(answer.body()).isEqualTo(String.join("", said.pieces())).contains("event: ping\n");
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(provider.received().getLast().header("anthropic-version")).contains("2023-06-01");
        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("ok");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
        assertThat(row.path("finish_reason").asText()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource({"429,429,rate_limit_error", "529,503,overloaded_error", "400,400,invalid_request_error", "402,402,billing_error",
        "404,404,not_found_error", "500,502,api_error"})
    void anErrorKeepsItsTypeAndSaysWhenToComeBack(int status, int told, String type) {
        provider.follow(call -> new Reply.Headed(
                Map.of("retry-after", "7", "anthropic-ratelimit-requests-remaining", "0", "x-secret", "no"),
                Anthropic.error(status, type, "as it says")));

        var answer = gateway.post("/v1/messages", CALL);

        assertThat(answer.statusCode()).isEqualTo(told);
        assertThat(answer.headers().firstValue("retry-after")).contains("7");
        assertThat(answer.headers().firstValue("anthropic-ratelimit-requests-remaining")).contains("0");
        assertThat(answer.headers().firstValue("x-secret")).isEmpty();
        var body = TestGateway.json(answer);
        assertThat(body.path("type").asText()).isEqualTo("error");
        assertThat(body.at("/error/type").asText()).isEqualTo(type);
        assertThat(body.at("/error/message").asText()).contains("claude/opus").contains("as it says");
        assertThat(answer.headers().firstValue("request-id")).isPresent();
        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("failed");
        assertThat(row.path("http_status").asInt()).isEqualTo(status);
        assertThat(row.path("input_tokens").isNull()).isTrue();
    }

    @Test
    void anErrorEventAndACutEndAStreamWithAnErrorOfOurs() {
        provider.follow(call -> {
            var begun = Anthropic.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT);
            var pieces = new ArrayList<>(begun.pieces());
            pieces.add(Anthropic.errorEvent("overloaded_error", "too much"));
            return new Reply.Pieces(begun.contentType(), pieces, Duration.ZERO, Reply.End.WELL);
        });
        var told = gateway.post("/v1/messages", STREAM);
        provider.follow(call -> Anthropic.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));
        var cut = gateway.post("/v1/messages", STREAM);

        assertThat(told.body()).contains("half an ").contains("event: error\n").contains("\"overloaded_error\"")
                .contains("too much").doesNotContain("message_stop");
        assertThat(cut.body()).contains("half an ").contains("event: error\n").contains("\"api_error\"")
                .doesNotContain("message_stop");
        assertThat(gateway.rowOf(told).path("error_type").asText()).isEqualTo("provider_5xx");
        assertThat(gateway.rowOf(told).path("http_status").asInt()).isEqualTo(200);
        assertThat(gateway.rowOf(cut).path("error_type").asText()).isEqualTo("cut");
        assertThat(List.of(gateway.rowOf(told), gateway.rowOf(cut))).allSatisfy(row -> {
            assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
            assertThat(row.path("output_tokens").asLong()).isBetween(2L, 5L);
            assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        });
    }

    @Test
    void tokensAreCountedByTheProviderWithoutARow() {
        int rows = gateway.rows().size();
        int calls = provider.received().size();

        var answer = gateway.post("/v1/messages/count_tokens",
                "{\"model\":\"claude/opus\",\"provider\":null,\"future\":1,\"messages\":[{\"role\":\"user\",\"content\":\"one two three four\"}]}",
                "anthropic-version", "2026-10-21");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"input_tokens\":4}");
        assertThat(answer.headers().firstValue("request-id")).isPresent();
        assertThat(answer.headers().firstValue("x-lakehouse-overhead-ms")).isPresent();
        var asked = provider.counts().getLast();
        assertThat(asked.body()).hasToString(
                "{\"model\":\"opus\",\"future\":1,\"messages\":[{\"role\":\"user\",\"content\":\"one two three four\"}]}");
        assertThat(asked.header("x-api-key")).contains(KEY);
        assertThat(asked.header("anthropic-version")).contains("2026-10-21");
        assertThat(gateway.rows()).hasSize(rows);
        assertThat(provider.received()).hasSize(calls);
    }

    @Test
    void aCountThatTheProviderRefusesIsToldInAnthropicsShape() {
        provider.follow(call -> Anthropic.error(429, "rate_limit_error", "as it says"));
        int rows = gateway.rows().size();

        var answer = gateway.post("/v1/messages/count_tokens", CALL);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo("rate_limit_error");
        assertThat(gateway.rows()).hasSize(rows);
    }
}
