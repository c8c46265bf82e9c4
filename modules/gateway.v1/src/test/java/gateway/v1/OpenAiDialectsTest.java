package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.Script;

/// Servers that are compatible with OpenAI's are so each in its own way.
class OpenAiDialectsTest extends InFrontOf {

    private static final String STREAM = """
            {"model":"slashed/gpt","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private static final String RESPONSE = "{\"model\":\"slashed/gpt\",\"input\":\"x\",\"max_output_tokens\":5}";
    private static final String WHOLE = STREAM.replace("\"stream\":true,", "");
    private static final String STREAMED_RESPONSE = RESPONSE.replace("{\"model", "{\"stream\":true,\"model");
    private static final String ANSWER = """
            {"id":"x","model":"gpt","choices":[{"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],"usage":%s}""";

    OpenAiDialectsTest() {
        super(OpenAi.answering("o"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.ofEntries(Map.entry("providers.slashed.type", "openai"),
                Map.entry("providers.slashed.base-url", uri + "/v1/"), Map.entry("providers.old.type", "openai"),
                Map.entry("providers.old.base-url", uri),
                Map.entry("providers.old.max-tokens-field", "max_tokens"), Map.entry("providers.old.reasoning-history", "send"),
                Map.entry("providers.new.type", "openai"), Map.entry("providers.new.base-url", uri + "/"),
                Map.entry("providers.new.max-tokens-field", "max_completion_tokens"));
    }

    @Test
    void aBaseUrlMayEndInASlash() {
        gateway.post("/v1/chat/completions", STREAM);
        var slashed = provider.received().getLast().path();
        gateway.post("/v1/chat/completions", STREAM.replace("slashed", "old"));
        var bare = provider.received().getLast().path();
        gateway.post("/v1/chat/completions", STREAM.replace("slashed", "new"));

        assertThat(slashed).isEqualTo("/v1/chat/completions");
        assertThat(bare).isEqualTo("/chat/completions");
        assertThat(provider.received().getLast().path()).isEqualTo("/chat/completions");
    }

    @Test
    void theMostTokensAreSaidByTheFieldThatTheServerLooksAt() {
        assertThat(sent("old", "\"max_completion_tokens\":5")).hasToString("{\"max_tokens\":5}");
        assertThat(sent("old", "\"max_tokens\":5")).hasToString("{\"max_tokens\":5}");
        assertThat(sent("new", "\"max_tokens\":5")).hasToString("{\"max_completion_tokens\":5}");
        assertThat(sent("new", "\"max_tokens\":5,\"max_completion_tokens\":6")).hasToString("{\"max_completion_tokens\":6}");
        assertThat(sent("slashed", "\"max_tokens\":5")).hasToString("{\"max_tokens\":5}");
        assertThat(sent("slashed", "\"max_completion_tokens\":5")).hasToString("{\"max_completion_tokens\":5}");
        gateway.post("/v1/responses", RESPONSE.replace("slashed", "old"));
        assertThat(provider.received().getLast().body().path("max_tokens").asInt()).isEqualTo(5);
        gateway.post("/v1/responses", RESPONSE);
        assertThat(provider.received().getLast().body().path("max_completion_tokens").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // CR LF, and comments between.
        ": hello\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"so\"}}]}\r\n\r\n: still there\r\n\r\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\n"
                + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\r\n\r\ndata: [DONE]\r\n\r\n",
        // No space behind the colon, and usage with the last content.
        "data:{\"choices\":[{\"delta\":{\"content\":\"s\"}}],\"usage\":null}\n\n"
                + "data:{\"choices\":[{\"delta\":{\"content\":\"o\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata:[DONE]\n\n",
        // Usage that grows with every chunk, and no [DONE].
        "data: {\"choices\":[{\"delta\":{\"content\":\"so\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n",
        // No blank line behind the last event, in which all is said.
        "data: {\"choices\":[{\"delta\":{\"content\":\"so\"}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"})
    void aStreamIsUnderstoodHoweverItIsWritten(String stream) {
        provider.follow(events(stream));

        var passed = gateway.post("/v1/chat/completions", STREAM.replace("\"stream\":true",
                "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        var translated = gateway.post("/v1/responses", RESPONSE.replace("{\"model", "{\"stream\":true,\"model"));

        assertThat(passed.body()).isEqualTo(stream);
        assertThat(gateway.rowOf(passed).path("status").asText()).isEqualTo("ok");
        assertThat(gateway.rowOf(passed).path("output_tokens").asLong()).isEqualTo(2);
        assertThat(gateway.rowOf(passed).path("finish_reason").asText()).isEqualTo("stop");
        var response = ServerSent.data(translated.body()).getLast().path("response");
        assertThat(response.at("/output/0/content/0/text").asText()).isEqualTo("so");
        assertThat(response.at("/usage/total_tokens").asLong()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {\"choices\":[{\"delta\":{\"content\":\"so\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"so\"}}]}\n\ndata: {\"choices\":[{\"del"})
    void aStreamThatStopsBeforeItSaysWhyIsCut(String stream) {
        provider.follow(events(stream));

        var answer = gateway.post("/v1/chat/completions", STREAM);

        assertThat(answer.body()).contains("so").contains("\"error\"");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
    }

    @Test
    void aStreamOfSeveralAnswersIsCompleteWithTheLast() {
        var stream = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"so\"}}]}\n\n"
                + "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"or\"}}]}\n\n"
                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        var two = STREAM.replace("\"stream\"", "\"n\":2,\"stream\"");
        provider.follow(events(stream));
        var cut = gateway.rowOf(gateway.post("/v1/chat/completions", two));
        provider.follow(
                events(stream + "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n"));
        var complete = gateway.rowOf(gateway.post("/v1/chat/completions", two));

        assertThat(cut.path("error_type").asText()).isEqualTo("cut");
        assertThat(complete.path("status").asText()).isEqualTo("ok");
        assertThat(complete.path("finish_reason").asText()).as("of the first").isEqualTo("stop");
    }

    @Test
    void toolsMayBeCalledWholeAndWithoutANumberOrAnId() {
        provider.follow(events("""
                data: {"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\\"x\\":1}"}},\
                {"function":{"name":"g","arguments":{"y":2}}}]}}]}

                data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}

                data: [DONE]

                """));

        var output = ServerSent
                .data(gateway.post("/v1/responses", RESPONSE.replace("{\"model", "{\"stream\":true,\"model")).body())
                .getLast().at("/response/output");

        assertThat(output).extracting(item -> item.path("name").asText()).containsExactly("f", "g");
        assertThat(output).extracting(item -> item.path("arguments").asText()).containsExactly("{\"x\":1}", "{\"y\":2}");
        assertThat(output.at("/0/call_id").asText()).isEqualTo("a");
        assertThat(output.at("/1/call_id").asText()).startsWith("call_");
    }

    @Test
    void reasoningHasTwoNames() {
        for (var name : List.of("reasoning", "reasoning_content")) {
            provider.follow(call -> Reply.json(200, "{\"choices\":[{\"message\":{\"content\":\"so\",\"" + name
                    + "\":\"hm\"},\"finish_reason\":\"stop\"}]}"));

            var output = TestGateway.json(gateway.post("/v1/responses", RESPONSE)).path("output");

            assertThat(output.at("/0/content/0/text").asText()).isEqualTo("hm");
            assertThat(output.at("/1/content/0/text").asText()).isEqualTo("so");
        }
    }

    @Test
    void toolsMayAllBeCalledUnderOneNumber() {
        provider.follow(events("""
                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\\"x\\":1}"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"{\\"x\\":"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","function":{"arguments":"2}"}}]}}]}

                data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}

                data: [DONE]

                """));

        var output = ServerSent.data(gateway.post("/v1/responses", STREAMED_RESPONSE).body()).getLast().at("/response/output");

        assertThat(output).extracting(item -> item.path("call_id").asText()).containsExactly("a", "b");
        assertThat(output).extracting(item -> item.path("arguments").asText()).containsExactly("{\"x\":1}", "{\"x\":2}");
    }

    @Test
    void reasoningMayBeCountedBesideTheCompletion() {
        provider.follow(call -> answer("\"so\"",
                """
                {"prompt_tokens":3,"completion_tokens":2,"total_tokens":12,"completion_tokens_details":{"reasoning_tokens":7}}"""));
        var beside = gateway.rowOf(gateway.post("/v1/chat/completions", WHOLE));
        provider.follow(call -> answer("\"so\"",
                """
                {"prompt_tokens":3,"completion_tokens":9,"total_tokens":12,"completion_tokens_details":{"reasoning_tokens":7}}"""));
        var within = gateway.rowOf(gateway.post("/v1/chat/completions", WHOLE));

        assertThat(List.of(beside, within)).allSatisfy(row -> {
            assertThat(row.path("output_tokens").asLong()).isEqualTo(9);
            assertThat(row.path("reasoning_tokens").asLong()).isEqualTo(7);
            assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"total_tokens\":0}", "{\"prompt_tokens\":null,\"completion_tokens\":null}"})
    void aUsageThatSaysNothingReplacesNone(String empty) {
        provider.follow(events("data: {\"choices\":[{\"delta\":{\"content\":\"so\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n"
                + "data: {\"choices\":[],\"usage\":" + empty + "}\n\ndata: [DONE]\n\n"));

        var row = gateway.rowOf(gateway.post("/v1/chat/completions", STREAM));

        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
    }

    @Test
    void aWholeAnswerInPlaceOfAStreamIsPassedAsItCameAndTranslatedIntoAStream() {
        provider.follow(call -> answer("\"so\"", "{\"prompt_tokens\":3,\"completion_tokens\":2}"));

        var passed = gateway.post("/v1/chat/completions", STREAM);
        var rowed = gateway.post("/v1/chat", STREAM);
        var translated = gateway.post("/v1/responses", STREAMED_RESPONSE);

        assertThat(passed.body()).isEqualTo(ANSWER.formatted("\"so\"", "{\"prompt_tokens\":3,\"completion_tokens\":2}"));
        assertThat(TestGateway.json(rowed).path("provider").asText()).isEqualTo("slashed");
        assertThat(List.of(passed, rowed)).allSatisfy(
                answer -> assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json"));
        assertThat(gateway.rowOf(passed).path("output_tokens").asLong()).isEqualTo(2);
        assertThat(translated.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        var events = ServerSent.data(translated.body());
        assertThat(events).extracting(event -> event.path("type").asText()).contains("response.output_text.delta")
                .endsWith("response.completed");
        assertThat(events.getLast().at("/response/output/0/content/0/text").asText()).isEqualTo("so");
    }

    @Test
    void anErrorInPlaceOfAStreamIsToldAsOne() {
        provider.follow(call -> Reply.json(200, "{\"error\":{\"message\":\"as it says\",\"code\":\"its_code\"}}"));

        var answer = gateway.post("/v1/chat/completions", STREAM);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains("slashed/gpt", "as it says");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("provider_5xx");
    }

    @Test
    void whatIsSaidMayBeAListOfPartsInWhichSomeIsThought() {
        var parts = """
                [{"type":"thinking","thinking":[{"type":"text","text":"h"},{"type":"text","text":"m"}]},{"type":"text","text":"so"}]""";
        provider.follow(call -> answer(parts, "{}"));
        var whole = TestGateway.json(gateway.post("/v1/responses", RESPONSE)).path("output");
        provider.follow(events("data: {\"choices\":[{\"delta\":{\"content\":" + parts + "}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"!\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"));
        var streamed = ServerSent.data(gateway.post("/v1/responses", STREAMED_RESPONSE).body()).getLast().at("/response/output");

        assertThat(whole.at("/0/content/0/text").asText()).isEqualTo("hm");
        assertThat(whole.at("/1/content/0/text").asText()).isEqualTo("so");
        assertThat(streamed.at("/0/content/0/text").asText()).isEqualTo("hm");
        assertThat(streamed.at("/1/content/0/text").asText()).isEqualTo("so!");
    }

    @Test
    void whatWasThoughtEarlierIsSaidAgainOnlyToServersThatWantIt() {
        var thought = """
                {"model":"%s/gpt","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"so","thinking":"hm"},
                 {"role":"user","content":"y"}],"think":false}""";
        gateway.post("/api/chat", thought.formatted("slashed"));
        var omitted = provider.received().getLast().body();
        gateway.post("/api/chat", thought.formatted("old"));

        assertThat(omitted.at("/messages/1")).hasToString("{\"role\":\"assistant\",\"content\":\"so\"}");
        assertThat(omitted.path("reasoning_effort").asText()).isEqualTo("none");
        assertThat(provider.received().getLast().body().at("/messages/1/reasoning_content").asText()).isEqualTo("hm");
    }

    private static Reply answer(String content, String usage) {
        return Reply.json(200, ANSWER.formatted(content, usage));
    }

    private JsonNode sent(String dialect, String field) {
        gateway.post("/v1/chat/completions",
                "{\"model\":\"" + dialect + "/gpt\"," + field + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        var body = (ObjectNode) provider.received().getLast().body();
        return body.deepCopy().retain("max_tokens", "max_completion_tokens");
    }

    private static Script events(String stream) {
        return call -> new Reply.Pieces("text/event-stream", List.of(stream), Duration.ZERO, Reply.End.WELL);
    }
}
