package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// Callers of Anthropic's protocol in front of providers that speak Ollama's and OpenAI's.
class AnthropicCallersTest extends InFrontOf {

    private static final String CALL = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    private static final String STREAM = streamed(CALL);
    private static final String TURNS = """
            {"model":"%s","max_tokens":9,"temperature":0.5,"top_p":0.9,"stop_sequences":["x"],"service_tier":"auto",
             "system":[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}},{"type":"text","text":"be kind"}],
             "messages":[
              {"role":"user","content":[{"type":"text","text":"see"},
                 {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
              {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"so","citations":null},
                 {"type":"tool_use","id":"t1","name":"f","input":{"a":1},"caller":{"type":"direct"}},
                 {"type":"tool_use","id":"t2","name":"g","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"r1"},
                 {"type":"tool_result","tool_use_id":"t2","is_error":true,"content":[{"type":"text","text":"r2"}]},
                 {"type":"text","text":"go on"}]}],
             "tools":[{"name":"f","description":"does","input_schema":{"type":"object"}},
                {"type":"custom","name":"g","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}]}""";

    AnthropicCallersTest() {
        super(Ollama.answering("well ", "then"), OpenAi.answering("well ", "then"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1");
    }

    @ParameterizedTest
    @CsvSource({"m,ollama", "cloud/gpt,cloud"})
    void anAnswerIsAMessage(String model, String provider) {
        var answer = gateway.post("/v1/messages",
                CALL.replace("\"m\"", "\"" + model + "\",\"metadata\":{\"user_id\":\"ann\"}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var row = gateway.rowOf(answer);
        assertThat(answer.body()).isEqualTo("{\"id\":\"msg_" + answer.headers().firstValue("request-id").orElseThrow()
                + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"" + row.path("target_model").asText()
                + "\",\"content\":[{\"type\":\"text\",\"text\":\"well then\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}");
        assertThat(row.path("provider").asText()).isEqualTo(provider);
        assertThat(row.path("end_user").asText()).isEqualTo("ann");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"m", "cloud/gpt"})
    void aStreamHasEveryKindOfEventInItsOrder(String model) {
        var answer = gateway.post("/v1/messages", STREAM.replace("\"m\"", "\"" + model + "\""));

        assertThat(answer.body().lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7)))
                .containsExactly("message_start", "ping", "content_block_start", "content_block_delta", "content_block_delta",
                        "content_block_stop", "message_delta", "message_stop");
        var events = events(answer);
        assertThat(events).extracting(event -> event.path("type").asText()).startsWith("message_start", "ping");
        assertThat(events.getFirst().at("/message/model").asText()).isEqualTo(model.replace("cloud/", ""));
        assertThat(events.getFirst().at("/message/content")).isEmpty();
        assertThat(events.get(2)).hasToString(
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
        assertThat(events.get(3)).hasToString(
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"well \"}}");
        assertThat(events.get(6))
                .hasToString("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                        + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}");
        assertThat(gateway.rowOf(answer).path("status").asText()).isEqualTo("ok");
    }

    @Test
    void aConversationIsSaidInOpenAisWords() {
        var answer = gateway.post("/v1/messages", TURNS.formatted("cloud/gpt").replace("\"max_tokens\":9",
                "\"max_tokens\":9,\"tool_choice\":{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true},\"thinking\":{\"type\":\"adaptive\"},"
                        + "\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var sent = provider.received().getLast().body();
        assertThat(sent.path("messages")).extracting(JsonNode::toString).containsExactly(
                "{\"role\":\"system\",\"content\":\"be brief\\nbe kind\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}",
                "{\"role\":\"assistant\",\"content\":\"so\",\"tool_calls\":["
                        + "{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}},"
                        + "{\"id\":\"t2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}",
                "{\"role\":\"tool\",\"content\":\"r1\",\"tool_call_id\":\"t1\"}",
                "{\"role\":\"tool\",\"content\":\"r2\",\"tool_call_id\":\"t2\"}", "{\"role\":\"user\",\"content\":\"go on\"}");
        assertThat(sent.at("/tools/0")).hasToString(
                "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"does\",\"parameters\":{\"type\":\"object\"}}}");
        assertThat(sent.path("tool_choice")).hasToString("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}");
        assertThat(sent.path("parallel_tool_calls")).hasToString("false");
        assertThat(sent.path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(sent.at("/response_format/json_schema/schema")).hasToString("{\"type\":\"object\"}");
        assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(9);
        assertThat(sent.path("stop")).hasToString("[\"x\"]");
    }

    @Test
    void aConversationIsSaidInOllamasWords() {
        var answer = gateway.post("/v1/messages", TURNS.formatted("m").replace("\"max_tokens\":9",
                "\"max_tokens\":9,\"top_k\":5,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var sent = sidecar.received().getLast().body();
        assertThat(sent.at("/messages/1/images/0").asText()).isEqualTo("AAAA");
        assertThat(sent.at("/messages/2/thinking").asText()).isEqualTo("hm");
        assertThat(sent.at("/messages/2/tool_calls/0/function/arguments/a").asInt()).isEqualTo(1);
        assertThat(sent.at("/messages/4")).hasToString("{\"role\":\"tool\",\"content\":\"r2\",\"tool_name\":\"g\"}");
        assertThat(sent.at("/options/top_k").asInt()).isEqualTo(5);
        assertThat(sent.at("/options/num_predict").asInt()).isEqualTo(9);
        assertThat(sent.path("think").asBoolean()).isTrue();
        assertThat(sent.path("tools")).hasSize(2);
    }

    @Test
    void aToolIsCalledWholeAndInPieces() {
        provider.follow(OpenAi.callingTool("weather", "{\"city\":\"Ulm\"}"));
        var call = CALL.replace("\"m\"", "\"cloud/gpt\"");

        var whole = TestGateway.json(gateway.post("/v1/messages", call));
        assertThat(whole.path("content")).hasToString(
                "[{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"weather\",\"input\":{\"city\":\"Ulm\"}}]");
        assertThat(whole.path("stop_reason").asText()).isEqualTo("tool_use");

        var events = events(gateway.post("/v1/messages", streamed(call)));
        assertThat(events.get(2).path("content_block"))
                .hasToString("{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"weather\",\"input\":{}}");
        var pieces = events.stream().map(event -> event.at("/delta/partial_json")).filter(JsonNode::isTextual).toList();
        assertThat(pieces).hasSize(2);
        assertThat(pieces.stream().map(JsonNode::asText).collect(Collectors.joining())).isEqualTo("{\"city\":\"Ulm\"}");
        assertThat(events.get(events.size() - 2).at("/delta/stop_reason").asText()).isEqualTo("tool_use");
    }

    @Test
    void thoughtTextAndTwoCallsAreBlocksOneAfterTheOther() {
        sidecar.follow(call -> new Reply.Pieces("application/x-ndjson",
                List.of("{\"model\":\"m\",\"message\":{\"thinking\":\"h\"}}\n", "{\"message\":{\"thinking\":\"m\"}}\n",
                        "{\"message\":{\"content\":\"so\"}}\n",
                        "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}},{\"function\":{\"name\":\"g\",\"arguments\":{}}}]}}\n",
                        "{\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":3,\"eval_count\":4}\n"),
                Duration.ZERO, Reply.End.WELL));

        var events = events(gateway.post("/v1/messages", STREAM));
        assertThat(events.stream().filter(event -> event.path("type").asText().startsWith("content_block"))
                .map(event -> event.path("type").asText().substring(14) + event.path("index").asInt()
                        + event.at("/content_block/type").asText() + event.at("/delta/type").asText()))
                .containsExactly("start0thinking", "delta0thinking_delta", "delta0thinking_delta", "stop0", "start1text",
                        "delta1text_delta", "stop1", "start2tool_use", "delta2input_json_delta", "stop2", "start3tool_use",
                        "delta3input_json_delta", "stop3");
        var hidden = gateway.post("/v1/messages",
                STREAM.replace("\"messages\"", "\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},\"messages\""));
        assertThat(hidden.body()).doesNotContain("thinking").contains("tool_use").contains("\"index\":0");
    }

    @Test
    void callsThatAreMixedInAStreamFailIt() {
        provider.follow(call -> new Reply.Pieces("text/event-stream",
                List.of(piece(0, "\"id\":\"a\",\"function\":{\"name\":\"f\"}"),
                        piece(1, "\"id\":\"b\",\"function\":{\"name\":\"g\"}"), piece(0, "\"function\":{\"arguments\":\"{}\"}")),
                Duration.ZERO, Reply.End.WELL));

        var answer = gateway.post("/v1/messages", streamed(CALL.replace("\"m\"", "\"cloud/gpt\"")));

        assertThat(answer.body()).contains("event: error").doesNotContain("message_stop");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("bad_response");
    }

    @Test
    void whatTheCacheHadAPartInIsToldApart() {
        provider.follow(call -> Reply.json(200, """
                {"id":"1","model":"gpt","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"length"}],
                 "usage":{"prompt_tokens":100,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":30},
                 "completion_tokens_details":{"reasoning_tokens":5}}}"""));

        var answer = TestGateway.json(gateway.post("/v1/messages", CALL.replace("\"m\"", "\"cloud/gpt\"")));
        assertThat(answer.path("usage")).hasToString("{\"input_tokens\":10,\"cache_creation_input_tokens\":30,"
                + "\"cache_read_input_tokens\":60,\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":5}}");
        assertThat(answer.path("stop_reason").asText()).isEqualTo("max_tokens");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":-1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":\"9\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":9} | messages", "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[7]} | messages",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"judge\",\"content\":\"x\"}]} | role",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\"}]} | content",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":7}]} | content",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]} | type",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_use\",\"id\":\"1\",\"name\":\"f\",\"input\":{}}]}]} | tool_use",
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":\"x\"}]}]} | source",
        "{\"model\":\"m\",\"max_tokens\":9,\"system\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | system",
        "{\"model\":\"m\",\"max_tokens\":9,\"stop_sequences\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | stop_sequences",
        "{\"model\":\"m\",\"max_tokens\":9,\"tools\":[{\"name\":\"f\"}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | input_schema",
        "{\"model\":\"m\",\"max_tokens\":9,\"tool_choice\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | tool_choice",
        "{\"model\":\"m\",\"max_tokens\":9,\"thinking\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | thinking",
        "{\"model\":\"m\",\"max_tokens\":9,\"metadata\":{\"user_id\":7},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | user_id"})
    void aMalformedRequestIsRefusedNamingTheField(String body, String named) {
        int before = sidecar.received().size();
        var answer = gateway.post("/v1/messages", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains(named);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("invalid_request");
        assertThat(sidecar.received()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"max_tokens\":0 | \"content\":\"x\" | max_tokens",
        "\"max_tokens\":9,\"context_management\":{\"edits\":[1]} | \"content\":\"x\" | context_management",
        "\"max_tokens\":9,\"thinking\":{\"type\":\"between_tools\"} | \"content\":\"x\" | between_tools",
        "\"max_tokens\":9,\"output_config\":{\"effort\":\"max\"} | \"content\":\"x\" | max",
        "\"max_tokens\":9,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"s\"}] | \"content\":\"x\" | web_search",
        "\"max_tokens\":9 | \"content\":[{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"u\"}}] | document",
        "\"max_tokens\":9 | \"content\":[{\"type\":\"redacted_thinking\",\"data\":\"d\"}] | redacted_thinking",
        "\"max_tokens\":9 | \"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}] | image",
        "\"max_tokens\":9 | \"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"u\"}}] | images",
        "\"max_tokens\":9,\"tool_choice\":{\"type\":\"any\"} | \"content\":\"x\" | tool"})
    void whatHasNoWordsInTheProvidersProtocolIsRefusedByName(String fields, String content, String named) {
        int before = sidecar.received().size();
        var answer = gateway.post("/v1/messages",
                "{\"model\":\"m\"," + fields + ",\"messages\":[{\"role\":\"user\"," + content + "}]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(TestGateway.json(answer).at("/error/message").asText()).contains(named);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("unsupported");
        assertThat(sidecar.received()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"429,429,rate_limit_error", "500,502,api_error", "401,502,api_error"})
    void aProvidersErrorIsToldInAnthropicsShape(int status, int told, String type) {
        sidecar.follow(call -> Ollama.error(status, "as it says"));

        var answer = gateway.post("/v1/messages", STREAM);

        assertThat(answer.statusCode()).isEqualTo(told);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo(type);
        assertThat(gateway.rowOf(answer).path("http_status").asInt()).isEqualTo(status);
    }

    @Test
    void aModelThatNobodyHasAndAWrongMethodAreToldInAnthropicsShape() {
        var unknown = gateway.post("/v1/messages", CALL.replace("\"m\"", "\"nothing\""));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(unknown).at("/error/type").asText()).isEqualTo("not_found_error");
        for (var path : List.of("/v1/messages", "/v1/messages/count_tokens")) {
            var wrong = gateway.get(path);
            assertThat(wrong.statusCode()).isEqualTo(405);
            assertThat(TestGateway.json(wrong).at("/error/type").asText()).isEqualTo("invalid_request_error");
        }
        var batches = gateway.post("/v1/messages/batches", "{}");
        assertThat(batches.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(batches).path("type").asText()).isEqualTo("error");
        assertThat(batches.headers().firstValue("request-id")).isPresent();
    }

    @Test
    void aCutStreamEndsWithAnErrorEvent() {
        sidecar.follow(call -> Ollama.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));

        var answer = gateway.post("/v1/messages", STREAM);

        assertThat(answer.body()).contains("half an ").contains("event: error\n").doesNotContain("message_delta")
                .doesNotContain("message_stop");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
    }

    @Test
    void aStreamThatItsCallerLeavesIsCancelled() throws Exception {
        sidecar.follow(
                call -> Ollama.stream(call, Collections.nCopies(10_000, "word "), Duration.ofMillis(2), Reply.End.WELL));
        var answer = gateway.client().send(gateway.request("/v1/messages").POST(BodyPublishers.ofString(STREAM)).build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(800)).hasSize(800);
        answer.body().close();
        sidecar.received().getLast().hungUp().get(5, TimeUnit.SECONDS);

        var row = settled(answer);
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("error_type").asText()).isEqualTo("client_gone");
        assertThat(row.path("output_tokens").asLong()).isPositive();
    }

    @Test
    void tokensAreEstimatedWhereTheProviderCannotCountWithoutACall() {
        int rows = gateway.rows().size();
        int calls = sidecar.received().size();

        var few = count(CALL.replace("\"max_tokens\":9,", ""));
        var more = count(TURNS.formatted("m"));
        var tool = count(CALL.replace("\"messages\"",
                "\"tools\":[{\"name\":\"weather\",\"description\":\"tells it\",\"input_schema\":{\"type\":\"object\"}}],\"messages\""));

        assertThat(few).isBetween(3L, 5L);
        assertThat(tool).isGreaterThan(few + 5);
        assertThat(more).isGreaterThan(tool);
        assertThat(gateway.rows()).hasSize(rows);
        assertThat(sidecar.received()).hasSize(calls);
        assertThat(gateway.post("/v1/messages/count_tokens",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\"}]}]}").statusCode())
                .isEqualTo(400);
        assertThat(gateway.post("/v1/messages/count_tokens", "{\"model\":\"nothing\",\"messages\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(gateway.rows()).hasSize(rows);
    }

    private long count(String body) {
        var answer = gateway.post("/v1/messages/count_tokens", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestGateway.json(answer).path("input_tokens").asLong();
    }

    private static String streamed(String call) {
        return call.replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\"");
    }

    private static String piece(int index, String call) {
        return "data: {\"model\":\"gpt\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index + "," + call
                + "}]}}]}\n\n";
    }

    private static List<JsonNode> events(HttpResponse<String> answer) {
        return answer.body().lines().filter(line -> line.startsWith("data: {")).map(line -> {
            try {
                return Json.MAPPER.readTree(line.substring("data: ".length()));
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        }).toList();
    }
}
