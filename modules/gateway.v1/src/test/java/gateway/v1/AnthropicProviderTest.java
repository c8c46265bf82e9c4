package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import ai.client.direct.RawClient;
import ai.client.direct.Timeouts;
import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import gateway.v1.provider.anthropic.AnthropicProvider;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Anthropic;
import provider.scripted.Reply;

/// Callers of OpenAI's protocol in front of a provider that speaks Anthropic's.
class AnthropicProviderTest extends InFrontOf {

    private static final String KEY = "sk-ant-provider-secret";
    private static final String CHAT = "{\"model\":\"claude/opus\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    private static final String STREAM = CHAT.replace("\"messages\"",
            "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\"");

    AnthropicProviderTest() {
        super(Anthropic.answering("well ", "then"), "opus");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.claude.type", "anthropic", "providers.claude.base-url", uri,
                "providers.claude.api-key", KEY, "providers.short.type", "anthropic", "providers.short.base-url",
                uri, "providers.short.max-tokens", "77");
    }

    @Test
    void aChatIsSaidInAnthropicsWordsAndAnsweredInOpenAis() {
        var answer = gateway.post("/v1/chat/completions", CHAT, "authorization", "Bearer client-key");

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = TestGateway.json(answer);
        assertThat(body.path("object").asText()).isEqualTo("chat.completion");
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("well then");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/usage/prompt_tokens").asLong()).isEqualTo(3);
        var received = provider.received().getLast();
        assertThat(received.path()).isEqualTo("/v1/messages");
        assertThat(received.header("x-api-key")).contains(KEY);
        assertThat(received.header("authorization")).isEmpty();
        assertThat(received.header("anthropic-version")).contains("2023-06-01");
        assertThat(received.body()).hasToString(
                "{\"model\":\"opus\",\"max_tokens\":4096,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"one two three\"}]}]}");
        var row = gateway.rowOf(answer);
        assertThat(row.path("provider").asText()).isEqualTo("claude");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
        assertThat(row.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(row.path("provider_request_id").asText()).isEqualTo("msg_scripted");
    }

    @Test
    void aStreamIsToldInChunksAndItsCountsAreNotAddedUp() {
        var answer = gateway.post("/v1/chat/completions", STREAM);

        var chunks = chunks(answer);
        assertThat(chunks.stream().map(chunk -> chunk.at("/choices/0/delta/content").asText("")).collect(Collectors.joining()))
                .isEqualTo("well then");
        assertThat(chunks.getLast().at("/usage/prompt_tokens").asLong()).isEqualTo(3);
        assertThat(chunks.getLast().at("/usage/completion_tokens").asLong()).isEqualTo(2);
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        var row = gateway.rowOf(answer);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
        assertThat(row.path("time_to_first_token_ms").isNumber()).isTrue();
    }

    @Test
    void whatTheCallerLeavesOutTheProvidersConfigurationSays() {
        gateway.post("/v1/chat/completions", CHAT.replace("claude/", "short/"));
        assertThat(provider.received().getLast().body().path("max_tokens").asInt()).isEqualTo(77);
        gateway.post("/v1/chat/completions", CHAT.replace("{\"model", "{\"max_completion_tokens\":5,\"model"));
        assertThat(provider.received().getLast().body().path("max_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void aConversationWithToolsAndImagesKeepsItsOrder() {
        var answer = gateway.post("/v1/chat/completions",
                """
                {"model":"claude/opus","temperature":0.5,"stop":["x","y"],"tool_choice":"required","parallel_tool_calls":false,
                 "messages":[
                  {"role":"system","content":"be brief"},
                  {"role":"developer","content":"be kind"},
                  {"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                     {"type":"image_url","image_url":{"url":"https://pictures.example/a.png"}}]},
                  {"role":"assistant","content":null,"tool_calls":[
                     {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
                     {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
                  {"role":"tool","tool_call_id":"c1","content":"r1"},
                  {"role":"tool","tool_call_id":"c2","content":"r2"},
                  {"role":"user","content":"go on"},
                  {"role":"system","content":"in French"}],
                 "tools":[{"type":"function","function":{"name":"f","description":"does","strict":true,"parameters":{"type":"object"}}}]}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var sent = provider.received().getLast().body();
        assertThat(sent.path("system")).hasToString(
                "[{\"type\":\"text\",\"text\":\"be brief\"},{\"type\":\"text\",\"text\":\"be kind\"}]");
        assertThat(sent.path("messages")).extracting(message -> message.path("role").asText()).containsExactly("user",
                "assistant", "user", "system");
        assertThat(sent.at("/messages/0/content")).hasToString("[{\"type\":\"text\",\"text\":\"see\"},"
                + "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AAAA\"}},"
                + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://pictures.example/a.png\"}}]");
        assertThat(sent.at("/messages/1/content")).hasToString(
                "[{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\",\"input\":{\"a\":1}},{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"g\",\"input\":{}}]");
        assertThat(sent.at("/messages/2/content")).hasToString(
                "[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\",\"content\":[{\"type\":\"text\",\"text\":\"r1\"}]},"
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"c2\",\"content\":[{\"type\":\"text\",\"text\":\"r2\"}]},"
                        + "{\"type\":\"text\",\"text\":\"go on\"}]");
        assertThat(sent.path("tools")).hasToString(
                "[{\"name\":\"f\",\"description\":\"does\",\"input_schema\":{\"type\":\"object\"},\"strict\":true}]");
        assertThat(sent.path("tool_choice")).hasToString("{\"type\":\"any\",\"disable_parallel_tool_use\":true}");
        assertThat(sent.path("stop_sequences")).hasToString("[\"x\",\"y\"]");
        assertThat(sent.path("temperature").asDouble()).isEqualTo(0.5);
    }

    @Test
    void aSchemaAndAnEffortHaveTheirWords() {
        gateway.post("/v1/chat/completions", CHAT.replace("{\"model",
                "{\"reasoning_effort\":\"medium\",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\"}}},\"model"));

        var sent = provider.received().getLast().body();
        assertThat(sent.path("thinking")).hasToString("{\"type\":\"adaptive\"}");
        assertThat(sent.path("output_config"))
                .hasToString("{\"effort\":\"medium\",\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}");
    }

    @Test
    void aToolIsCalledWholeAndInPieces() {
        provider.follow(Anthropic.callingTool("weather", "{\"city\":\"Ulm\"}"));

        var whole = TestGateway.json(gateway.post("/v1/chat/completions", CHAT));
        assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(whole.at("/choices/0/message/tool_calls")).hasToString(
                "[{\"id\":\"toolu_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Ulm\\\"}\"}}]");

        var answer = gateway.post("/v1/chat/completions", STREAM);
        var calls = chunks(answer).stream().map(chunk -> chunk.at("/choices/0/delta/tool_calls/0")).filter(JsonNode::isObject)
                .toList();
        assertThat(calls.getFirst().at("/function/name").asText()).isEqualTo("weather");
        assertThat(calls.getFirst().path("id").asText()).isEqualTo("toolu_1");
        assertThat(calls).hasSize(3);
        assertThat(calls.stream().map(call -> call.at("/function/arguments").asText()).collect(Collectors.joining()))
                .isEqualTo("{\"city\":\"Ulm\"}");
        assertThat(gateway.rowOf(answer).path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void aToolThatIsCalledWithoutArgumentsHasAnEmptyObjectInEveryStream() {
        provider.follow(Anthropic.callingTool("now", ""));

        var chunks = chunks(gateway.post("/v1/chat/completions", STREAM));
        assertThat(chunks.stream().map(chunk -> chunk.at("/choices/0/delta/tool_calls/0/function/arguments").asText())
                .collect(Collectors.joining())).isEqualTo("{}");
        var events = ServerSent
                .data(gateway.post("/v1/responses", "{\"model\":\"claude/opus\",\"stream\":true,\"input\":\"x\"}").body());
        assertThat(events.stream().filter(event -> event.path("type").asText().endsWith("arguments.delta"))
                .map(event -> event.path("delta").asText()).collect(Collectors.joining())).isEqualTo("{}");
        assertThat(events.getLast().at("/response/output/0/arguments").asText()).isEqualTo("{}");
        assertThat(gateway.post("/api/chat", "{\"model\":\"claude/opus\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .body()).contains("\"arguments\":{}");
    }

    @Test
    void whatTheModelThinksIsToldAsReasoning() {
        provider.follow(call -> Reply.json(200, """
                {"type":"message","id":"msg_1","model":"opus","content":[{"type":"thinking","thinking":"hm","signature":"s"},
                 {"type":"text","text":"yes"}],"stop_reason":"max_tokens","usage":{"input_tokens":1,"output_tokens":9,
                 "output_tokens_details":{"thinking_tokens":7}}}"""));

        var answer = gateway.post("/v1/chat/completions", CHAT);

        assertThat(TestGateway.json(answer).at("/choices/0/message/reasoning_content").asText()).isEqualTo("hm");
        assertThat(TestGateway.json(answer).at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(gateway.rowOf(answer).path("reasoning_tokens").asLong()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"end_turn,stop", "stop_sequence,stop", "max_tokens,length", "model_context_window_exceeded,length",
        "tool_use,tool_calls", "refusal,content_filter", "pause_turn,pause_turn"})
    void theRowSaysInOpenAisWordsWhyTheModelStopped(String told, String rowed) {
        provider.follow(call -> Reply.json(200, "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"" + told
                + "\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"));

        assertThat(gateway.rowOf(gateway.post("/v1/chat/completions", CHAT)).path("finish_reason").asText()).isEqualTo(rowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"\"frequency_penalty\":1 | frequency_penalty",
        "\"presence_penalty\":0.5 | presence_penalty", "\"seed\":1 | seed",
        "\"response_format\":{\"type\":\"json_object\"} | response_format", "\"logprobs\":true | logprobs"})
    void whatAnthropicHasNoWordsForIsRefusedByName(String field, String param) {
        int before = provider.received().size();
        var answer = gateway.post("/v1/chat/completions", CHAT.replace("{\"model", "{" + field + ",\"model"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(param);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo("unsupported");
        assertThat(gateway.rowOf(answer).path("status").asText()).isEqualTo("refused");
        assertThat(provider.received()).hasSize(before);
    }

    @Test
    void embeddingsAndRerankingAreRefusedByName() {
        var embeddings = gateway.post("/v1/embeddings", "{\"model\":\"claude/opus\",\"input\":\"a\"}");
        var ranking = gateway.post("/v1/rerank", "{\"model\":\"claude/opus\",\"query\":\"q\",\"documents\":[\"a\"]}");

        assertThat(List.of(embeddings, ranking)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("unsupported");
        });
    }

    @ParameterizedTest
    @CsvSource({"429,429,rate_limit_error,provider_4xx", "529,503,overloaded_error,provider_5xx",
        "401,502,authentication_error,provider_4xx", "500,502,api_error,provider_5xx"})
    void itsErrorIsTheCallersAndTheRows(int status, int told, String type, String rowed) {
        provider.follow(call -> Anthropic.error(status, type, "as it says"));

        var answer = gateway.post("/v1/chat/completions", CHAT);

        assertThat(answer.statusCode()).isEqualTo(told);
        assertThat(answer.body()).contains("claude/opus").contains("as it says").doesNotContain(KEY);
        var row = gateway.rowOf(answer);
        assertThat(row.path("error_type").asText()).isEqualTo(rowed);
        assertThat(row.path("http_status").asInt()).isEqualTo(status);
    }

    @Test
    void anErrorInAStreamAndAStreamThatIsCutDoNotEndWell() {
        provider.follow(call -> {
            var begun = Anthropic.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT);
            var pieces = new ArrayList<>(begun.pieces());
            pieces.add(Anthropic.errorEvent("overloaded_error", "too much"));
            return new Reply.Pieces(begun.contentType(), pieces, Duration.ZERO, Reply.End.WELL);
        });
        var told = gateway.post("/v1/chat/completions", STREAM);
        provider.follow(call -> Anthropic.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));
        var cut = gateway.post("/v1/chat/completions", STREAM);

        assertThat(List.of(told, cut)).allSatisfy(answer -> {
            assertThat(answer.body()).contains("half an ").contains("\"error\"").doesNotContain("[DONE]");
            var row = gateway.rowOf(answer);
            assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
            assertThat(row.path("output_tokens").asLong()).isBetween(2L, 5L);
            assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        });
        assertThat(gateway.rowOf(told).path("error_type").asText()).isEqualTo("provider_5xx");
        assertThat(gateway.rowOf(cut).path("error_type").asText()).isEqualTo("cut");
    }

    @Test
    void aStreamThatItsCallerLeavesIsCancelledWithTheInputThatTheProviderSaid() throws Exception {
        provider.follow(call -> Anthropic.stream(call, Collections.nCopies(10_000, "word "), Duration.ofMillis(2),
                Reply.End.WELL));
        var answer = gateway.client().send(
                gateway.request("/v1/chat/completions").POST(BodyPublishers.ofString(STREAM)).build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(500)).hasSize(500);
        answer.body().close();
        provider.received().getLast().hungUp().get(5, TimeUnit.SECONDS);

        var row = settled(answer);
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("error_type").asText()).isEqualTo("client_gone");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("output_tokens").asLong()).isGreaterThan(1);
    }

    @Test
    void itsModelsAreTheOnesItLists() {
        try (var claude = new AnthropicProvider("claude",
                RawClient.to(provider.uri(), Map.of(), new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))), 9)) {
            assertThat(claude.models()).extracting(model -> model.name()).containsExactly("opus");
            assertThat(claude.version()).isEmpty();
        }
    }

    @Test
    void anErrorUnderStatus200IsNoAnswer() {
        provider.follow(call -> Reply.json(200, "{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"as it says\"}}"));

        var answer = gateway.post("/v1/chat/completions", CHAT);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(gateway.rowOf(answer).path("status").asText()).isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "unknown", value = {
        // Nothing was counted when it began, and nothing is said of it later.
        "{\"input_tokens\":0,\"output_tokens\":0} | {} | unknown | unknown",
        "{\"input_tokens\":0,\"output_tokens\":0} | {\"input_tokens\":4,\"output_tokens\":2} | 4 | 2",
        "{\"input_tokens\":0,\"output_tokens\":0} | {\"input_tokens\":0,\"output_tokens\":0} | 0 | 0",
        "{\"input_tokens\":4,\"output_tokens\":1} | {} | 4 | unknown",
        "{\"input_tokens\":0,\"cache_read_input_tokens\":7,\"output_tokens\":0} | {\"output_tokens\":2} | 7 | 2"})
    void whatIsSaidWhenAStreamBeginsIsNoCountOfItsOutput(String begun, String ended, Long input, Long output) {
        provider.follow(call -> new Reply.Pieces("text/event-stream", List.of(
                "data: {\"type\":\"message_start\",\"message\":{\"usage\":" + begun + "}}\n\n",
                "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"so\"}}\n\n",
                "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":" + ended + "}\n\n",
                "data: {\"type\":\"message_stop\"}\n\n"), Duration.ZERO, Reply.End.WELL));

        var row = gateway.rowOf(gateway.post("/v1/chat/completions", STREAM));

        assertThat(row.path("status").asText()).isEqualTo("ok");
        assertThat(row.path("input_tokens").isNull() ? null : row.path("input_tokens").asLong()).isEqualTo(input);
        assertThat(row.path("output_tokens").isNull() ? null : row.path("output_tokens").asLong()).isEqualTo(output);
    }

    @Test
    void aWholeAnswerInPlaceOfAStreamIsToldInChunks() {
        provider.follow(call -> Reply.json(200, """
                {"type":"message","id":"msg_1","model":"opus","content":[{"type":"text","text":"so"}],"stop_reason":"end_turn",
                 "usage":{"input_tokens":1,"output_tokens":2}}"""));

        var answer = gateway.post("/v1/chat/completions", STREAM);

        assertThat(chunks(answer).getFirst().at("/choices/0/delta/content").asText()).isEqualTo("so");
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.rowOf(answer).path("output_tokens").asLong()).isEqualTo(2);
    }

    private static List<JsonNode> chunks(HttpResponse<String> answer) {
        return answer.body().lines().filter(line -> line.startsWith("data: {")).map(line -> {
            try {
                return Json.MAPPER.readTree(line.substring("data: ".length()));
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        }).toList();
    }
}
