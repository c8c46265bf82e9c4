package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import provider.scripted.OpenAi;

/// What tools answer, and what else is said in several texts, in the words of protocols that have it otherwise.
class ToolResultsTest extends InFrontOf {

    private static final String RESULTS = """
            {"model":"%s","max_tokens":9,"messages":[{"role":"user","content":"look"},
              {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},
                {"type":"tool_use","id":"t2","name":"g","input":{}}]},
              {"role":"user","content":[%s,{"type":"tool_result","tool_use_id":"t2","content":"34"},{"type":"text","text":"go on"}]}]}""";
    private static final String TEXTS = """
            {"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"12"},{"type":"text","text":"34"}]}""";
    private static final String IMAGE = """
            {"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"here"},
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}""";

    ToolResultsTest() {
        super(OpenAi.answering("o"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1");
    }

    @Test
    void severalTextsStaySeveral() {
        assertThat(said("cloud/gpt", TEXTS).get(2)).hasToString("{\"role\":\"tool\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"12\"},{\"type\":\"text\",\"text\":\"34\"}],\"tool_call_id\":\"t1\"}");
        assertThat(said("cloud/gpt", TEXTS).get(3))
                .hasToString("{\"role\":\"tool\",\"content\":\"34\",\"tool_call_id\":\"t2\"}");
        assertThat(said("m", TEXTS).get(2))
                .hasToString("{\"role\":\"tool\",\"content\":\"12\\n34\",\"tool_name\":\"f\"}");
    }

    @Test
    void anImageIsShownToOpenAisModelsByTheUserBehindAllOfTheTurnsResults() {
        assertThat(said("cloud/gpt", IMAGE).subList(2, 6)).extracting(JsonNode::toString).containsExactly(
                "{\"role\":\"tool\",\"content\":[{\"type\":\"text\",\"text\":\"here\"},"
                        + "{\"type\":\"text\",\"text\":\"[image: see the user's next message]\"}],\"tool_call_id\":\"t1\"}",
                "{\"role\":\"tool\",\"content\":\"34\",\"tool_call_id\":\"t2\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"[image of tool call t1]\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}",
                "{\"role\":\"user\",\"content\":\"go on\"}");
    }

    @Test
    void anImageStaysWhereItIsForOllamasModels() {
        assertThat(said("m", IMAGE).get(2))
                .hasToString("{\"role\":\"tool\",\"content\":\"here\",\"tool_name\":\"f\",\"images\":[\"AAAA\"]}");
    }

    @Test
    void theImageOfAResponsesFunctionIsShownAtTheEndToo() {
        gateway.post("/v1/responses",
                """
                {"model":"cloud/gpt","input":[{"role":"user","content":"look"},
                  {"type":"function_call","call_id":"t1","name":"f","arguments":""},
                  {"type":"function_call_output","call_id":"t1","output":[{"type":"input_image","image_url":"https://pictures.example/a.png"}]}]}""");

        var messages = provider.received().getLast().body().path("messages");
        assertThat(messages).hasSize(4);
        assertThat(messages.at("/1/tool_calls/0/function/arguments").asText()).as("of no length, it is no JSON").isEqualTo("{}");
        assertThat(messages.at("/2/content").asText()).isEqualTo("[image: see the user's next message]");
        assertThat(messages.at("/3/content/1/image_url/url").asText()).isEqualTo("https://pictures.example/a.png");
    }

    @Test
    void whatAUserSaysInSeveralTextsIsALineForEachAndWhatAModelSaidIsOne() {
        var body = """
                {"model":"%s","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"12"},{"type":"text","text":"34"}]},
                  {"role":"assistant","content":[{"type":"text","text":"The sky"},{"type":"text","text":" is blue"}]},
                  {"role":"user","content":"go on"}]}""";
        for (var model : List.of("cloud/gpt", "m")) {
            gateway.post("/v1/messages", body.formatted(model));
            var messages = (model.equals("m") ? sidecar : provider).received().getLast().body().path("messages");

            assertThat(messages).extracting(message -> message.path("content").asText()).containsExactly("12\n34",
                    "The sky is blue", "go on");
        }
    }

    /// The messages that reach the model's provider.
    private List<JsonNode> said(String model, String result) {
        var answer = gateway.post("/v1/messages", RESULTS.formatted(model, result));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return List.copyOf(
                (model.equals("m") ? sidecar : provider).received().getLast().body().path("messages").valueStream().toList());
    }
}
