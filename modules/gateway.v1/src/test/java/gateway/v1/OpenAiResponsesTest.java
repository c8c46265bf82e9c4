package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// `/v1/responses` in front of providers that do not have it: said to them as a chat, and answered as a response.
class OpenAiResponsesTest extends InFrontOf {

    OpenAiResponsesTest() {
        super(Ollama.answering("well ", "then"), OpenAi.answering("well ", "then"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1");
    }

    @Test
    void aTextIsAnsweredWithTheWholeResponseObject() {
        var answer = gateway.post("/v1/responses",
                """
                {"model":"m","input":"one two three","store":true,"metadata":{"k":"v"},"safety_identifier":"u1","temperature":0.5}""");

        var body = TestGateway.json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(body.path("id").asText()).startsWith("resp_");
        assertThat(body.path("object").asText()).isEqualTo("response");
        assertThat(body.path("status").asText()).isEqualTo("completed");
        assertThat(body.path("model").asText()).isEqualTo("m");
        assertThat(body.path("store").booleanValue()).isFalse();
        assertThat(body.path("metadata")).hasToString("{\"k\":\"v\"}");
        assertThat(body.path("temperature").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(body.path("tool_choice").asText()).isEqualTo("auto");
        assertThat(body.at("/text/format/type").asText()).isEqualTo("text");
        assertThat(List.of("error", "incomplete_details", "instructions", "top_p", "previous_response_id", "max_output_tokens"))
                .allMatch(name -> body.has(name) && body.path(name).isNull());
        assertThat(body.path("output")).hasSize(1);
        assertThat(body.at("/output/0/id").asText()).startsWith("msg_");
        assertThat(body.at("/output/0/role").asText()).isEqualTo("assistant");
        assertThat(body.at("/output/0/content")).hasToString(
                "[{\"type\":\"output_text\",\"text\":\"well then\",\"annotations\":[],\"logprobs\":[]}]");
        assertThat(body.path("usage")).hasToString("{\"input_tokens\":3,\"input_tokens_details\":{\"cached_tokens\":0},"
                + "\"output_tokens\":2,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":5}");
        var row = gateway.rowOf(answer);
        assertThat(row.path("endpoint").asText()).isEqualTo("/v1/responses");
        assertThat(row.path("operation").asText()).isEqualTo("chat");
        assertThat(row.path("end_user").asText()).isEqualTo("u1");
        assertThat(row.path("cached_input_tokens").isNull()).isTrue();
    }

    @Test
    void aStreamTellsEveryStepInOrderAndNumbersThem() {
        var answer = gateway.post("/v1/responses", "{\"model\":\"m\",\"input\":\"one two three\",\"stream\":true}");

        var events = ServerSent.data(answer.body());
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(events).extracting(event -> event.path("type").asText()).containsExactly("response.created",
                "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.delta", "response.output_text.done",
                "response.content_part.done", "response.output_item.done", "response.completed");
        assertThat(answer.body().lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7)))
                .containsExactlyElementsOf(events.stream().map(event -> event.path("type").asText()).toList());
        assertThat(events).extracting(event -> event.path("sequence_number").asInt(-1)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8,
                9);
        assertThat(events.get(0).at("/response/status").asText()).isEqualTo("in_progress");
        assertThat(events.get(0).at("/response/model").asText()).isEqualTo("m");
        assertThat(events.get(2).path("item").path("content")).isEmpty();
        assertThat(events.subList(3, 8)).allMatch(event -> event.path("item_id").equals(events.get(2).at("/item/id"))
                && event.path("output_index").asInt(-1) == 0 && event.path("content_index").asInt(-1) == 0);
        assertThat(events.get(6).path("text").asText()).isEqualTo("well then");
        assertThat(events.get(9).at("/response/output/0")).isEqualTo(events.get(8).path("item"));
        assertThat(events.get(9).at("/response/usage/total_tokens").asInt()).isEqualTo(5);
        assertThat(answer.body()).doesNotContain("[DONE]");
    }

    @Test
    void itemsBecomeMessagesAndWhatTheAssistantDidInARowIsOne() {
        gateway.post("/v1/responses", """
                {"model":"cloud/gpt","instructions":"be brief","max_output_tokens":9,"reasoning":{"effort":"low"},
                 "text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object"}}},
                 "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true}],
                 "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,
                 "include":["reasoning.encrypted_content"],"truncation":"disabled","input":[
                  {"role":"developer","content":"obey"},
                  {"type":"message","role":"user","content":[{"type":"input_text","text":"look"},
                    {"type":"input_image","detail":"auto","image_url":"data:image/png;base64,AAAA"}]},
                  {"type":"reasoning","id":"rs_1","summary":[],"content":[{"type":"reasoning_text","text":"hm"}]},
                  {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"I see","annotations":[]}]},
                  {"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{\\"a\\":1}"},
                  {"type":"function_call","call_id":"call_2","name":"f","arguments":"{}","parsed_arguments":{}},
                  {"type":"function_call_output","call_id":"call_1","output":"yes"},
                  {"type":"function_call_output","call_id":"call_2","output":[{"type":"input_text","text":"no"}]}]}""");

        var received = provider.received().getLast();
        assertThat(received.path()).isEqualTo("/v1/chat/completions");
        var body = received.body();
        assertThat(body.path("messages")).extracting(message -> message.path("role").asText()).containsExactly("system", "system",
                "user", "assistant", "tool", "tool");
        assertThat(body.at("/messages/0/content").asText()).isEqualTo("be brief");
        assertThat(body.at("/messages/2/content/1/image_url/url").asText()).isEqualTo("data:image/png;base64,AAAA");
        assertThat(body.at("/messages/3/content").asText()).isEqualTo("I see");
        assertThat(body.at("/messages/3").has("reasoning_content")).isFalse();
        assertThat(body.at("/messages/3/tool_calls")).hasSize(2);
        assertThat(body.at("/messages/3/tool_calls/0/function/arguments").asText()).isEqualTo("{\"a\":1}");
        assertThat(body.at("/messages/5/tool_call_id").asText()).isEqualTo("call_2");
        assertThat(body.at("/messages/5/content").asText()).isEqualTo("no");
        assertThat(body.at("/tools/0/function/name").asText()).isEqualTo("f");
        assertThat(body.at("/tool_choice/function/name").asText()).isEqualTo("f");
        assertThat(body.path("parallel_tool_calls").booleanValue()).isFalse();
        assertThat(body.at("/response_format/json_schema/schema/type").asText()).isEqualTo("object");
        assertThat(body.path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void aTurnThatFollowsCallsIsAMessageOfItsOwn() {
        gateway.post("/v1/responses", """
                {"model":"m","input":[{"role":"user","content":"a"},
                  {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"role":"assistant","content":"b"},
                  {"role":"assistant","content":"c"},{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]}]}""");

        assertThat(sidecar.received().getLast().body().path("messages")).hasToString("""
                [{"role":"user","content":"a"},\
                {"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{}}}]},\
                {"role":"assistant","content":"b"},{"role":"assistant","content":"c"},\
                {"role":"assistant","content":"","thinking":"hm"}]""");
    }

    @Test
    void aCalledToolIsAnItemWhoseArgumentsComeInPieces() {
        provider.follow(OpenAi.callingTool("f", "{\"a\":1}"));
        var whole = TestGateway.json(gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\"}"));
        var events = ServerSent
                .data(gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\",\"stream\":true}").body());

        assertThat(whole.path("output")).hasSize(1);
        assertThat(whole.at("/output/0/type").asText()).isEqualTo("function_call");
        assertThat(whole.at("/output/0/call_id").asText()).isEqualTo("call_1");
        assertThat(whole.at("/output/0/arguments").asText()).isEqualTo("{\"a\":1}");
        assertThat(whole.path("status").asText()).isEqualTo("completed");
        assertThat(events).extracting(event -> event.path("type").asText()).containsExactly("response.created",
                "response.in_progress", "response.output_item.added", "response.function_call_arguments.delta",
                "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done",
                "response.completed");
        assertThat(events.get(2).at("/item/name").asText()).isEqualTo("f");
        assertThat(events.get(5).path("arguments").asText()).isEqualTo("{\"a\":1}");
        assertThat(events.get(5).path("name").asText()).isEqualTo("f");
    }

    @Test
    void whatTheModelThinksIsAnItemBeforeWhatItSays() {
        sidecar.follow(call -> new Reply.Pieces("application/x-ndjson", List.of(
                "{\"model\":\"m\",\"message\":{\"thinking\":\"hm \"}}\n",
                "{\"model\":\"m\",\"message\":{\"thinking\":\"yes\"}}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"so\"}}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{}}},"
                        + "{\"function\":{\"name\":\"g\",\"arguments\":{\"b\":2}}}]}}\n",
                "{\"model\":\"m\",\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":3}\n"),
                Duration.ZERO,
                Reply.End.WELL));

        var raw = gateway.post("/v1/responses", "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}");
        var summed = gateway.post("/v1/responses",
                "{\"model\":\"m\",\"input\":\"x\",\"stream\":true,\"reasoning\":{\"summary\":\"auto\"}}");

        var output = last(raw.body()).path("output");
        assertThat(output).extracting(item -> item.path("type").asText()).containsExactly("reasoning", "message", "function_call",
                "function_call");
        assertThat(output.at("/0/content")).hasToString("[{\"type\":\"reasoning_text\",\"text\":\"hm yes\"}]");
        assertThat(output.at("/0/summary")).isEmpty();
        assertThat(output.at("/3/arguments").asText()).isEqualTo("{\"b\":2}");
        assertThat(output.at("/2/call_id").asText()).isNotEqualTo(output.at("/3/call_id").asText()).startsWith("call_");
        assertThat(raw.body()).contains("response.reasoning_text.delta", "response.reasoning_text.done");
        assertThat(last(summed.body()).at("/output/0/summary")).hasToString("[{\"type\":\"summary_text\",\"text\":\"hm yes\"}]");
        assertThat(ServerSent.data(summed.body()).subList(3, 8)).extracting(event -> event.path("type").asText()).containsExactly(
                "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
                "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done",
                "response.reasoning_summary_part.done");
        assertThat(ServerSent.data(summed.body()).get(4).path("summary_index").asInt(-1)).isZero();
    }

    @Test
    void anAnswerThatReachedItsLimitIsIncomplete() {
        sidecar.follow(call -> Reply.json(200, """
                {"model":"m","message":{"content":"half an"},"done":true,"done_reason":"length","eval_count":2}"""));

        var whole = TestGateway.json(gateway.post("/v1/responses", "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":2}"));
        var events = ServerSent.data(gateway.post("/v1/responses", "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}").body());

        assertThat(whole.path("status").asText()).isEqualTo("incomplete");
        assertThat(whole.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
        assertThat(whole.at("/output/0/status").asText()).isEqualTo("incomplete");
        assertThat(whole.path("usage").has("input_tokens")).isFalse();
        assertThat(events.getLast().path("type").asText()).isEqualTo("response.incomplete");
    }

    @Test
    void aCutStreamEndsInAnErrorEventAndNeverAsCompleted() {
        sidecar.follow(call -> Ollama.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));

        var answer = gateway.post("/v1/responses", "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}");

        var events = ServerSent.data(answer.body());
        assertThat(answer.body()).contains("event: error\n").doesNotContain("response.completed");
        assertThat(events.getLast().path("type").asText()).isEqualTo("error");
        assertThat(events.getLast().path("code").asText()).isEqualTo("cut");
        assertThat(events.getLast().at("/error/code").asText()).isEqualTo("cut");
        assertThat(events.getLast().path("sequence_number").asInt()).isEqualTo(events.size() - 1);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"model\":\"m\"}                                                                             | input     | invalid_request",
        "{\"model\":\"m\",\"input\":[]}                                                                | input     | invalid_request",
        "{\"model\":\"m\",\"input\":7}                                                                 | input     | invalid_request",
        "{\"model\":\"m\",\"input\":[7]}                                                               | input     | invalid_request",
        "{\"model\":\"m\",\"input\":[{\"role\":\"judge\",\"content\":\"x\"}]}                          | input     | invalid_request",
        "{\"model\":\"m\",\"input\":[{\"role\":\"user\"}]}                                             | input     | invalid_request",
        "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\"}]}]}     | text      | invalid_request",
        "{\"model\":\"m\",\"input\":[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}]} | call_id  | invalid_request",
        "{\"model\":\"m\",\"input\":\"x\",\"metadata\":\"y\"}                                          | metadata  | invalid_request",
        "{\"model\":\"m\",\"input\":\"x\",\"reasoning\":\"much\"}                                      | reasoning | invalid_request",
        "{\"model\":\"m\",\"input\":\"x\",\"text\":[]}                                                 | text      | invalid_request",
        "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"function\"}]}                         | name      | invalid_request",
        "{\"model\":\"m\",\"input\":\"x\",\"tool_choice\":\"perhaps\"}                                 | tool_choice | invalid_request",
        "{\"model\":\"m\",\"input\":\"x\",\"previous_response_id\":\"resp_1\"}                         | previous_response_id | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"conversation\":{\"id\":\"c\"}}                             | conversation | unsupported",
        "{\"model\":\"m\",\"prompt\":{\"id\":\"p\"}}                                                   | prompt    | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"background\":true}                                         | background | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"background\":true,\"stream\":true}                         | background | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"truncation\":\"auto\"}                                     | truncation | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"include\":[\"message.output_text.logprobs\"]}              | include   | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"max_tool_calls\":3}                                        | max_tool_calls | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"text\":{\"verbosity\":\"low\"}}                            | text      | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"web_search\"}]}                       | tools     | unsupported",
        "{\"model\":\"m\",\"input\":\"x\",\"tool_choice\":{\"type\":\"web_search\"}}                   | tool_choice | unsupported",
        "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}                  | input     | unsupported",
        "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"x\"}]} | input | unsupported",
        "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}]} | input | unsupported"})
    void whatCannotBeSaidIsRefusedByName(String body, String param, String type) {
        var answer = gateway.post("/v1/responses", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(param);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo(type);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo(type);
        assertThat(received()).isEqualTo(receivedBefore);
    }

    private static JsonNode last(String stream) {
        return ServerSent.data(stream).getLast().path("response");
    }
}
