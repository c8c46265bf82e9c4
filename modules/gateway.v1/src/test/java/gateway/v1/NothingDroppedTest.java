package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.OpenAi;

/// What another protocol cannot say is refused, however deep in a request it stands, and what asks for nothing is no obstacle.
class NothingDroppedTest extends InFrontOf {

    NothingDroppedTest() {
        super(OpenAi.answering("o"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"enable_thinking\":false", "\"thinking\":false", "\"skip_special_tokens\":false",
        "\"stream_options\":{\"tomorrow\":1}", "\"response_format\":{\"type\":\"text\",\"tomorrow\":1}",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{},\"description\":\"d\"}}",
        "\"tools\":[{\"type\":\"function\",\"tomorrow\":1,\"function\":{\"name\":\"f\"}}]",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"tomorrow\":1}}]",
        "\"tool_choice\":{\"type\":\"function\",\"tomorrow\":1,\"function\":{\"name\":\"f\"}}",
        "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\",\"tomorrow\":1}}"})
    void aFieldOfAChatIsRefusedWhereItHasNoWords(String field) {
        refused("/v1/chat/completions",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"role\":\"user\",\"content\":\"x\",\"name\":\"me\"}",
        "{\"role\":\"function\",\"name\":\"f\",\"content\":\"x\"}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\",\"tomorrow\":1}]}",
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"x\",\"tomorrow\":1}]}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"tomorrow\":1,\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\",\"detail\":\"high\"}}]}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\",\"tomorrow\":1}}]}",
        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"tomorrow\":1,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\",\"tomorrow\":1}}]}"})
    void aMessageOfAChatIsRefusedWhereItHasNoWords(String message) {
        refused("/v1/chat/completions", "{\"model\":\"m\",\"messages\":[" + message + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"tomorrow\":1}]",
        "\"tool_choice\":{\"type\":\"function\",\"name\":\"f\",\"tomorrow\":1}",
        "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{},\"description\":\"d\"}}",
        "\"text\":{\"format\":{\"type\":\"text\",\"tomorrow\":1}}", "\"stream_options\":{\"tomorrow\":1}",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"x\",\"tomorrow\":1}]}]",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AAAA\",\"tomorrow\":1}]}]",
        "\"input\":[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"x\",\"tomorrow\":1}]}]"})
    void aFieldOfAResponseIsRefusedWhereItHasNoWords(String field) {
        refused("/v1/responses",
                "{\"model\":\"cloud/gpt\"," + (field.startsWith("\"input") ? "" : "\"input\":\"x\",") + field + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"x\",\"tomorrow\":1}]}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA\",\"tomorrow\":1}}]}"})
    void aMessageOfAnthropicsIsRefusedWhereItHasNoWords(String message) {
        refused("/v1/messages", "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + message + "]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "[] | [{\"type\":\"function\",\"tomorrow\":1,\"function\":{\"name\":\"f\"}}]",
        "[] | [{\"type\":\"function\",\"function\":{\"name\":\"f\",\"tomorrow\":1}}]",
        "[{\"id\":\"a\",\"tomorrow\":1,\"function\":{\"name\":\"f\",\"arguments\":{}}}] | []",
        "[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{},\"tomorrow\":1}}] | []"})
    void aToolOfOllamasIsRefusedWhereItHasNoWords(String calls, String tools) {
        refused("/api/chat",
                "{\"model\":\"cloud/gpt\",\"messages\":[{\"role\":\"assistant\",\"content\":\"x\",\"tool_calls\":" + calls
                        + "}],\"tools\":" + tools + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "/v1/chat/completions|{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\",\"detail\":\"auto\"}}]},{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}],\"logprobs\":false,\"store\":false,\"stream\":false,\"stream_options\":{\"include_obfuscation\":false}}",
        "/v1/completions|{\"model\":\"m\",\"prompt\":\"x\",\"echo\":false,\"logprobs\":null}",
        "/v1/responses|{\"model\":\"m\",\"background\":false,\"store\":false,\"input\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"x\",\"annotations\":[{\"type\":\"url_citation\"}],\"logprobs\":[]}]},{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AAAA\",\"detail\":\"auto\"}]}]}",
        "/v1/messages|{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\",\"cache_control\":{\"type\":\"ephemeral\"}}]}],\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"},\"defer_loading\":false}]}",
        "/api/chat|{\"model\":\"cloud/gpt\",\"logprobs\":false,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"index\":0,\"name\":\"f\",\"arguments\":{}}}]}]}"})
    void whatAsksForNothingIsNoObstacle(String path, String body) {
        var answer = gateway.post(path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void refused(String path, String body) {
        var answer = gateway.post(path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("unsupported");
        assertThat(received()).isEqualTo(receivedBefore);
    }
}
