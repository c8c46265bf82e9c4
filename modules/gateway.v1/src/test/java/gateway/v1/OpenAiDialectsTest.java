package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// Servers that are compatible with OpenAI's are so each in its own way.
class OpenAiDialectsTest {

    private static final String STREAM = """
            {"model":"slashed/gpt","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private static final String RESPONSE = "{\"model\":\"slashed/gpt\",\"input\":\"x\",\"max_output_tokens\":5}";

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static ScriptedProvider openAi;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("o"), "m");
        openAi = ScriptedProvider.start(OpenAi.answering("o"), "gpt");
        gateway = TestGateway.start(sidecar, data, Map.ofEntries(Map.entry("providers.slashed.type", "openai"),
                Map.entry("providers.slashed.base-url", openAi.uri() + "/v1/"), Map.entry("providers.old.type", "openai"),
                Map.entry("providers.old.base-url", openAi.uri().toString()),
                Map.entry("providers.old.max-tokens-field", "max_tokens"), Map.entry("providers.old.reasoning-history", "send"),
                Map.entry("providers.new.type", "openai"), Map.entry("providers.new.base-url", openAi.uri() + "/"),
                Map.entry("providers.new.max-tokens-field", "max_completion_tokens")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        openAi.close();
        sidecar.close();
    }

    @BeforeEach
    void answerWell() {
        openAi.follow(OpenAi.answering("o"));
    }

    @Test
    void aBaseUrlMayEndInASlash() {
        gateway.post("/v1/chat/completions", STREAM);
        var slashed = openAi.received().getLast().path();
        gateway.post("/v1/chat/completions", STREAM.replace("slashed", "old"));
        var bare = openAi.received().getLast().path();
        gateway.post("/v1/chat/completions", STREAM.replace("slashed", "new"));

        assertThat(slashed).isEqualTo("/v1/chat/completions");
        assertThat(bare).isEqualTo("/chat/completions");
        assertThat(openAi.received().getLast().path()).isEqualTo("/chat/completions");
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
        assertThat(openAi.received().getLast().body().path("max_tokens").asInt()).isEqualTo(5);
        gateway.post("/v1/responses", RESPONSE);
        assertThat(openAi.received().getLast().body().path("max_completion_tokens").asInt()).isEqualTo(5);
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
        openAi.follow(events(stream));

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
        openAi.follow(events(stream));

        var answer = gateway.post("/v1/chat/completions", STREAM);

        assertThat(answer.body()).contains("so").contains("\"error\"");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
    }

    @Test
    void toolsMayBeCalledWholeAndWithoutANumberOrAnId() {
        openAi.follow(events("""
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
            openAi.follow(call -> Reply.json(200, "{\"choices\":[{\"message\":{\"content\":\"so\",\"" + name
                    + "\":\"hm\"},\"finish_reason\":\"stop\"}]}"));

            var output = TestGateway.json(gateway.post("/v1/responses", RESPONSE)).path("output");

            assertThat(output.at("/0/content/0/text").asText()).isEqualTo("hm");
            assertThat(output.at("/1/content/0/text").asText()).isEqualTo("so");
        }
    }

    private static JsonNode sent(String provider, String field) {
        gateway.post("/v1/chat/completions",
                "{\"model\":\"" + provider + "/gpt\"," + field + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        var body = (ObjectNode) openAi.received().getLast().body();
        return body.deepCopy().retain("max_tokens", "max_completion_tokens");
    }

    private static Script events(String stream) {
        return call -> new Reply.Pieces("text/event-stream", List.of(stream), Duration.ZERO, Reply.End.WELL);
    }
}
