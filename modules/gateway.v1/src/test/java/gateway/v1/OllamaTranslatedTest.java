package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// Ollama's protocol in front of a provider that speaks OpenAI's.
class OllamaTranslatedTest extends InFrontOf {

    private static final String PNG = "iVBORw0KGgoAAAA=";
    private static final String PROMPT = "\"model\":\"cloud/gpt\",\"prompt\":\"one two three\"";
    private static final String MESSAGES = "\"model\":\"cloud/gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]";

    OllamaTranslatedTest() {
        super(OpenAi.answering("well ", "then"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1", "models.mixed.0",
                "ollama/m", "models.mixed.1", "cloud/gpt");
    }

    @Test
    void aConversationStreamsByItselfInLines() {
        var answer = gateway.post("/api/chat", "{" + MESSAGES + "}");

        assertThat(answer.headers().firstValue("content-type")).contains("application/x-ndjson");
        var lines = lines(answer);
        assertThat(lines).extracting(line -> line.at("/message/content").asText()).containsExactly("well ", "then", "");
        assertThat(lines).extracting(line -> line.path("done").asBoolean()).containsExactly(false, false, true);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("model").asText()).isEqualTo("gpt");
            assertThat(line.at("/message/role").asText()).isEqualTo("assistant");
            assertThat(Instant.parse(line.path("created_at").asText())).isBetween(Instant.now().minusSeconds(60),
                    Instant.now().plusSeconds(1));
        });
        var last = lines.getLast();
        assertThat(last.path("done_reason").asText()).isEqualTo("stop");
        assertThat(last.path("prompt_eval_count").asLong()).isEqualTo(3);
        assertThat(last.path("eval_count").asLong()).isEqualTo(2);
        assertThat(last.path("total_duration").isIntegralNumber()).isTrue();
        assertThat(last.path("prompt_eval_duration").asLong()).isPositive();
        assertThat(last.path("eval_duration").isIntegralNumber()).isTrue();
        var row = gateway.rowOf(answer);
        assertThat(row.path("provider").asText()).isEqualTo("cloud");
        assertThat(row.path("endpoint").asText()).isEqualTo("/api/chat");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
    }

    @Test
    void aWholeAnswerIsOneDocument() {
        var chat = TestGateway.json(gateway.post("/api/chat", "{\"stream\":false," + MESSAGES + "}"));
        var generated = gateway.post("/api/generate", "{\"stream\":false,\"system\":\"be brief\"," + PROMPT + "}");

        assertThat(chat.at("/message/content").asText()).isEqualTo("well then");
        assertThat(chat.path("done").asBoolean()).isTrue();
        assertThat(chat.path("eval_count").asLong()).isEqualTo(2);
        assertThat(chat.has("eval_duration")).isFalse();
        assertThat(TestGateway.json(generated).path("response").asText()).isEqualTo("well then");
        assertThat(provider.received().getLast().body().path("messages")).hasToString(
                "[{\"role\":\"system\",\"content\":\"be brief\"},{\"role\":\"user\",\"content\":\"one two three\"}]");
        assertThat(gateway.rowOf(generated).path("operation").asText()).isEqualTo("text_completion");
    }

    @Test
    void aPromptStreamsItsResponse() {
        var lines = lines(gateway.post("/api/generate", "{" + PROMPT + "}"));

        assertThat(lines).extracting(line -> line.path("response").asText()).containsExactly("well ", "then", "");
        assertThat(lines.getLast().path("done").asBoolean()).isTrue();
    }

    @Test
    void optionsFormatAndThinkingAreSaidInItsWords() {
        gateway.post("/api/chat", "{" + MESSAGES + """
                ,"keep_alive":"5m","think":"low","format":{"type":"object"},"truncate":true,
                 "options":{"num_predict":7.0,"temperature":0.5,"top_p":0.9,"top_k":0,"seed":42,"stop":["x"],"frequency_penalty":0.1,
                 "presence_penalty":0.2,"num_ctx":8192,"num_gpu":1,"repeat_penalty":1.0,"min_p":0.0,"use_mmap":true}}""");

        var sent = provider.received().getLast().body();
        assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(7);
        assertThat(sent.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(sent.path("top_p").asDouble()).isEqualTo(0.9);
        assertThat(sent.path("seed").asInt()).isEqualTo(42);
        assertThat(sent.path("stop")).hasToString("[\"x\"]");
        assertThat(sent.path("frequency_penalty").asDouble()).isEqualTo(0.1);
        assertThat(sent.path("presence_penalty").asDouble()).isEqualTo(0.2);
        assertThat(sent.path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(sent.at("/response_format/json_schema/schema/type").asText()).isEqualTo("object");
        assertThat(sent.properties()).extracting(Map.Entry::getKey).doesNotContain("options", "keep_alive", "truncate", "top_k");
    }

    @Test
    void whatMeansNoLimitIsNotSaid() {
        gateway.post("/api/chat", "{" + MESSAGES + ",\"format\":\"\",\"options\":{\"num_predict\":-1,\"seed\":-1}}");

        assertThat(provider.received().getLast().body().properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder(
                "model",
                "messages", "stream", "stream_options");
    }

    @Test
    void fieldsThatSayNothingAreNoObstacle() {
        var answer = gateway.post("/api/generate",
                "{\"suffix\":\"\",\"template\":\"\",\"system\":\"\",\"context\":[],\"format\":\"\",\"logprobs\":false," + PROMPT
                        + "}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.received().getLast().body().path("messages")).hasSize(1);
    }

    @Test
    void picturesAreShown() {
        gateway.post("/api/chat",
                "{\"model\":\"cloud/gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"what?\",\"images\":[\"" + PNG
                        + "\"]}]}");
        assertThat(provider.received().getLast().body().at("/messages/0/content/1/image_url/url").asText())
                .isEqualTo("data:image/png;base64," + PNG);

        gateway.post("/api/generate", "{\"images\":[\"/9j/4AAQ\"]," + PROMPT + "}");
        assertThat(provider.received().getLast().body().at("/messages/0/content/0/text").asText()).isEqualTo("one two three");
        assertThat(provider.received().getLast().body().at("/messages/0/content/1/image_url/url").asText())
                .isEqualTo("data:image/jpeg;base64,/9j/4AAQ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aToolIsCalledWholeWithItsArgumentsAsAnObject(boolean stream) {
        provider.follow(OpenAi.callingTool("weather", "{\"city\":\"Ulm\"}"));

        var answer = gateway.post("/api/chat", "{\"stream\":" + stream + "," + MESSAGES
                + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]}");

        var lines = lines(answer);
        assertThat(lines).hasSize(stream ? 2 : 1);
        var call = lines.getFirst().at("/message/tool_calls/0");
        assertThat(call.at("/function/name").asText()).isEqualTo("weather");
        assertThat(call.at("/function/arguments")).hasToString("{\"city\":\"Ulm\"}");
        assertThat(call.path("id").asText()).isEqualTo("call_1");
        assertThat(lines.getLast().path("done").asBoolean()).isTrue();
        assertThat(lines.getLast().path("done_reason").asText()).isEqualTo("stop");
        assertThat(provider.received().getLast().body().at("/tools/0/function/name").asText()).isEqualTo("weather");
        assertThat(gateway.rowOf(answer).path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void argumentsThatAreNoJsonAreToldAsAnError(boolean stream) {
        provider.follow(OpenAi.callingTool("weather", "{\"city\":"));

        var answer = gateway.post("/api/chat", "{\"stream\":" + stream + "," + MESSAGES + "}");

        assertThat(answer.body()).contains("\"error\"").contains("weather").doesNotContain("\"done\":true");
        assertThat(answer.statusCode()).isEqualTo(502);
    }

    @Test
    void answersOfToolsFindTheirCallsWithoutIds() {
        gateway.post("/api/chat", """
                {"model":"cloud/gpt","stream":false,"messages":[
                 {"role":"user","content":"weather in two places?"},
                 {"role":"assistant","content":"","thinking":"hm","tool_calls":[{"function":{"name":"weather","arguments":{"city":"Ulm"}}},
                  {"function":{"name":"time","arguments":{}}},{"id":"own","function":{"name":"weather","arguments":{"city":"Bonn"}}}]},
                 {"role":"tool","tool_name":"time","content":"noon"},
                 {"role":"tool","tool_name":"weather","content":"rain"},
                 {"role":"tool","content":"sun"}]}""");

        var sent = provider.received().getLast().body();
        var calls = sent.at("/messages/1/tool_calls");
        assertThat(calls.at("/0/function/arguments").asText()).isEqualTo("{\"city\":\"Ulm\"}");
        assertThat(calls.at("/2/id").asText()).isEqualTo("own");
        assertThat(calls.findValuesAsText("id")).doesNotHaveDuplicates().doesNotContain("");
        assertThat(sent.at("/messages/2/tool_call_id")).isEqualTo(calls.at("/1/id"));
        assertThat(sent.at("/messages/3/tool_call_id")).isEqualTo(calls.at("/0/id"));
        assertThat(sent.at("/messages/4/tool_call_id").asText()).isEqualTo("own");
        assertThat(sent.at("/messages/1").has("reasoning_content")).isFalse();
    }

    @Test
    void reasoningIsThinking() {
        provider.follow(call -> Reply.json(200, """
                {"id":"x","model":"gpt","choices":[{"message":{"role":"assistant","reasoning_content":"hm","content":"yes"},
                 "finish_reason":"length"}]}"""));

        var answer = TestGateway.json(gateway.post("/api/chat", "{\"stream\":false," + MESSAGES + "}"));

        assertThat(answer.at("/message/thinking").asText()).isEqualTo("hm");
        assertThat(answer.path("done_reason").asText()).isEqualTo("length");
        assertThat(answer.has("eval_count")).isFalse();
        assertThat(answer.has("prompt_eval_count")).isFalse();
    }

    @Test
    void vectorsComeInBothOfOllamasShapes() {
        var embedded = TestGateway.json(gateway.post("/api/embed",
                "{\"model\":\"cloud/gpt\",\"input\":[\"a b\",\"c\"],\"dimensions\":4,\"options\":{\"num_ctx\":512,\"mirostat\":1}}"));
        assertThat(embedded.path("embeddings")).hasToString("[[1.0,0.0,0.0,0.0],[0.0,1.0,0.0,0.0]]");
        assertThat(embedded.path("prompt_eval_count").asLong()).isEqualTo(3);
        assertThat(embedded.path("model").asText()).isEqualTo("gpt");
        assertThat(provider.received().getLast().body().path("dimensions").asInt()).isEqualTo(4);

        var old = TestGateway.json(gateway.post("/api/embeddings", "{" + PROMPT + "}"));
        assertThat(old).hasToString("{\"embedding\":[1.0,0.0,0.0,0.0]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"suffix|{\"suffix\":\"end\",", "template|{\"template\":\"x\",",
        "context|{\"context\":[1],", "logprobs|{\"logprobs\":true,", "tomorrow|{\"tomorrow\":1,",
        "min_p|{\"options\":{\"min_p\":0.1},", "repeat_penalty|{\"options\":{\"repeat_penalty\":1.2},",
        "unheard_of|{\"options\":{\"unheard_of\":3},", "top_k|{\"options\":{\"top_k\":5},", "think|{\"think\":\"max\",",
        "truncate_at|{\"truncate_at\":false,", "options|{\"options\":{\"penalize_newline\":false},",
        "images|{\"images\":[\"Qk0=\"],", "raw|{\"raw\":true,\"images\":[\"iVBORw0KGgo=\"],"})
    void whatHasNoWordsElsewhereIsRefusedByName(String what, String begin) {
        var answer = gateway.post("/api/generate", begin + PROMPT + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).path("error").asText()).contains(what);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("unsupported");
        assertThat(received()).isEqualTo(receivedBefore);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"/api/generate|{\"model\":\"cloud/gpt\"}|load",
        "/api/generate|{\"model\":\"cloud/gpt\",\"prompt\":\"\",\"keep_alive\":0}|unload",
        "/api/generate|{\"model\":\"cloud/gpt\",\"keep_alive\":\"0s\"}|unload",
        "/api/generate|{\"model\":\"cloud/gpt\",\"keep_alive\":\"10m\"}|load", "/api/chat|{\"model\":\"cloud/gpt\"}|load",
        "/api/chat|{\"model\":\"cloud/gpt\",\"messages\":[],\"keep_alive\":0}|unload"})
    void anEmptyPromptIsNoErrorAndAsksNobody(String path, String body, String reason) {
        int rows = gateway.rows().size();

        var answer = gateway.post(path, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        var said = TestGateway.json(answer);
        assertThat(said.path("done").asBoolean()).isTrue();
        assertThat(said.path("done_reason").asText()).isEqualTo(reason);
        assertThat(said.path("model").asText()).isEqualTo("cloud/gpt");
        assertThat(received()).isEqualTo(receivedBefore);
        assertThat(gateway.rows()).hasSize(rows);
    }

    @Test
    void anEmptyPromptIsSentOnlyWhereAllThatMayAnswerHaveSomethingToLoad() {
        var answer = gateway.post("/api/generate", "{\"model\":\"mixed\"}");

        assertThat(TestGateway.json(answer).path("done_reason").asText()).isEqualTo("load");
        assertThat(sidecar.received()).isEmpty();
    }

    @Test
    void anEmptyInputIsNoErrorAndAsksNobody() {
        assertThat(gateway.post("/api/embed", "{\"model\":\"cloud/gpt\",\"input\":[]}").body())
                .isEqualTo("{\"model\":\"cloud/gpt\",\"embeddings\":[]}");
        assertThat(gateway.post("/api/embeddings", "{\"model\":\"cloud/gpt\",\"prompt\":\"\"}").body())
                .isEqualTo("{\"embedding\":[]}");
        assertThat(received()).isEqualTo(receivedBefore);
    }

    @Test
    void aStreamThatBreaksEndsInAnErrorAndNotInDone() {
        provider.follow(call -> OpenAi.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));

        var answer = gateway.post("/api/chat", "{" + MESSAGES + "}");

        assertThat(answer.body()).contains("half an ").doesNotContain("\"done\":true");
        assertThat(lines(answer).getLast().path("error").asText()).contains("cloud/gpt");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
    }

    @Test
    void aProvidersErrorIsToldInOllamasShape() {
        provider.follow(call -> OpenAi.error(429, "slow down"));

        var answer = gateway.post("/api/chat", "{" + MESSAGES + "}");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(TestGateway.json(answer).path("error").asText()).contains("slow down");
    }

    @Test
    void aClientThatGoesAwayLeavesACancelledRow() throws Exception {
        provider.follow(call -> OpenAi.stream(call, Collections.nCopies(10_000, "word "), Duration.ofMillis(2), Reply.End.WELL));
        var answer = gateway.client().send(
                gateway.request("/api/chat").POST(BodyPublishers.ofString("{" + MESSAGES + "}")).build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(300)).hasSize(300);
        answer.body().close();
        provider.received().getLast().hungUp().get(5, TimeUnit.SECONDS);

        var row = gateway.rowOf(answer);
        for (long end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); row.path("finished_at").isNull()
                && System.nanoTime() < end; row = gateway.rowOf(answer)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
    }

    private static List<JsonNode> lines(HttpResponse<String> answer) {
        return answer.body().lines().map(line -> {
            try {
                return Json.MAPPER.readTree(line);
            } catch (IOException e) {
                throw new UncheckedIOException(line, e);
            }
        }).toList();
    }
}
