package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.Responses;

/// `/v1/responses` in front of a provider that has it: there and back as it comes, and understood for the ledger.
class OpenAiResponsesPassingTest extends InFrontOf {

    private static final String STREAM = "{\"model\":\"cloud/gpt\",\"input\":\"one two three\",\"stream\":true}";

    OpenAiResponsesPassingTest() {
        super(OpenAi.answering("well ", "then"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url",
                uri + "/v1", "providers.cloud.responses", "true");
    }

    @Test
    void aRequestThatOnlyItsProviderUnderstandsReachesItAsItCame() {
        var answer = gateway.post("/v1/responses", """
                {"model":"cloud/gpt","previous_response_id":"resp_0","input":"one two three","store":true,\
                "tools":[{"type":"web_search"}],"future":{"x":[1.50]}}""");

        assertThat(provider.received().getLast().path()).isEqualTo("/v1/responses");
        assertThat(provider.received().getLast().body()).hasToString("""
                {"model":"gpt","previous_response_id":"resp_0","input":"one two three","store":true,\
                "tools":[{"type":"web_search"}],"future":{"x":[1.5]}}""");
        assertThat(answer.body()).startsWith("{\"id\":\"resp_scripted\",\"object\":\"response\"");
        var row = gateway.rowOf(answer);
        assertThat(row.path("provider_request_id").asText()).isEqualTo("resp_scripted");
        assertThat(row.path("response_model").asText()).isEqualTo("gpt");
        assertThat(row.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("cached_input_tokens").asLong()).isEqualTo(1);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
        assertThat(row.path("reasoning_tokens").asLong()).isEqualTo(1);
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
    }

    @Test
    void aStreamComesBackByteForByteAndItsLastEventTellsTheUsage() {
        var answer = gateway.post("/v1/responses", STREAM);

        var sent = (Reply.Pieces) Responses.answer(provider.received().getLast(), List.of("well ", "then"), Reply.End.WELL);
        assertThat(answer.body()).isEqualTo(String.join("", sent.pieces()));
        assertThat(provider.received().getLast().body().has("stream_options")).isFalse();
        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("ok");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("cached_input_tokens").asLong()).isEqualTo(1);
        assertThat(row.path("time_to_first_token_ms").isNumber()).isTrue();
    }

    @Test
    void whatIsMadeInTheBackgroundIsWatchedOrRefused() {
        var watched = gateway.post("/v1/responses", STREAM.replace("{\"model", "{\"background\":true,\"model"));
        var before = provider.received().size();
        var unseen = gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\",\"background\":true}");

        assertThat(provider.received().getLast().body().path("background").booleanValue()).isTrue();
        assertThat(gateway.rowOf(watched).path("output_tokens").asLong()).isEqualTo(2);
        assertThat(unseen.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(unseen).at("/error/param").asText()).isEqualTo("background");
        assertThat(provider.received()).hasSize(before);
    }

    @Test
    void aCutStreamIsToldAndItsTokensAreEstimated() {
        provider.follow(call -> Responses.answer(call, List.of("half an ", "answer"), Reply.End.CUT));

        var answer = gateway.post("/v1/responses", STREAM);

        assertThat(answer.body()).contains("half an ").contains("event: error\n").doesNotContain("response.completed");
        var row = gateway.rowOf(answer);
        assertThat(row.path("error_type").asText()).isEqualTo("cut");
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        assertThat(row.path("output_tokens").asLong()).isPositive();
    }

    @Test
    void aStreamThatJustStopsIsCutToo() {
        provider.follow(call -> {
            var cut = (Reply.Pieces) Responses.answer(call, List.of("half"), Reply.End.CUT);
            return new Reply.Pieces(cut.contentType(), cut.pieces(), Duration.ZERO, Reply.End.WELL);
        });

        assertThat(gateway.rowOf(gateway.post("/v1/responses", STREAM)).path("error_type").asText()).isEqualTo("cut");
    }

    @Test
    void whyAnAnswerEndedIsKeptInTheLedgersWords() {
        provider.follow(call -> {
            var response = Responses.response(call, "incomplete");
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
            return Reply.json(200, response.toString());
        });
        var cut = gateway.rowOf(gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\"}"));
        provider.follow(call -> {
            var response = Responses.response(call, "completed");
            response.putArray("output").addObject().put("type", "function_call").put("arguments", "{}");
            return Reply.json(200, response.toString());
        });
        var called = gateway.rowOf(gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\"}"));

        assertThat(cut.path("finish_reason").asText()).isEqualTo("length");
        assertThat(cut.path("input_tokens").isNull()).isTrue();
        assertThat(called.path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void aFailedStreamTellsWhatWasUsedAndIsNoSuccess() {
        provider.follow(call -> {
            var response = Responses.response(call, "failed");
            response.putObject("error").put("code", "server_error").put("message", "the runner died");
            response.set("usage", Responses.usage(call, 7));
            return new Reply.Pieces("text/event-stream", List.of(
                    Responses.event("response.created", 0, Responses.response(call, "in_progress")),
                    Responses.event("response.failed", 1, response)), Duration.ZERO, Reply.End.WELL);
        });

        var answer = gateway.post("/v1/responses", STREAM);

        assertThat(ServerSent.data(answer.body())).extracting(event -> event.path("type").asText()).containsExactly(
                "response.created", "response.failed", "error");
        var row = gateway.rowOf(answer);
        assertThat(row.path("error_type").asText()).isEqualTo("provider_5xx");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(7);
    }

    @Test
    void aFailedAnswerUnderStatus200IsNoSuccess() {
        provider.follow(call -> {
            var response = Responses.response(call, "failed");
            response.putObject("error").put("code", "server_error").put("message", "the runner died");
            response.set("usage", Responses.usage(call, 7));
            return Reply.json(200, response.toString());
        });

        var answer = gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\"}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("the runner died");
        var row = gateway.rowOf(answer);
        assertThat(row.path("error_type").asText()).isEqualTo("provider_5xx");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(7);
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
    }
}
