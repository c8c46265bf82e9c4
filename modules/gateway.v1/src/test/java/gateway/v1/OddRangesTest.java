package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Anthropic;
import provider.scripted.OpenAi;
import provider.scripted.Received;
import provider.scripted.Reply;

/// Values of the right type in a range, or by a name, that is none in any other protocol: whoever speaks the caller's gets them as
/// they came, and knows what they mean; elsewhere they are refused by name.
class OddRangesTest extends InFrontOf {

    OddRangesTest() {
        super(OddRangesTest::answer, "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return new HashMap<>(Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1",
                "providers.cloud.responses", "true", "providers.claude.type", "anthropic", "providers.claude.base-url", uri));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"/v1/chat/completions|max_tokens|-1",
        "/v1/chat/completions|max_completion_tokens|0", "/v1/chat/completions|max_tokens|9999999999", "/v1/chat/completions|n|0",
        "/v1/chat/completions|seed|18446744073709551615", "/v1/chat/completions|tool_choice|\"any\"",
        "/v1/chat/completions|response_format|{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}",
        "/v1/completions|max_tokens|0", "/v1/completions|best_of|0", "/v1/completions|seed|-18446744073709551615",
        "/v1/responses|max_output_tokens|-1", "/v1/responses|input|[]", "/v1/responses|tool_choice|\"any\"",
        "/v1/messages|max_tokens|-1",
        "/v1/messages|top_k|-1", "/v1/messages|top_k|9999999999",
        "/v1/messages|thinking|{\"type\":\"enabled\",\"budget_tokens\":-1}",
        "/v1/messages|tool_choice|{\"type\":\"some\"}", "/v1/embeddings|dimensions|0",
        "/v1/embeddings|encoding_format|\"ubinary\"", "/v1/embeddings|input|[\"\"]"})
    void areForTheirOwnProtocolAndRefusedElsewhere(String path, String field, String value) {
        var passed = gateway.post(path, body(path, path.equals("/v1/messages") ? "claude/gpt" : "cloud/gpt", field, value));
        assertThat(passed.statusCode()).as(passed.body()).isEqualTo(200);
        assertThat(provider.received().getLast().body().path(field)).hasToString(value);
        assertThat(gateway.rowOf(passed).path("status").asText()).isEqualTo("ok");

        int before = sidecar.received().size();
        var refused = gateway.post(path, body(path, "m", field, value));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(TestGateway.json(refused).at("/error/message").asText()).contains(field.equals("thinking")
                ? "budget_tokens"
                : field.equals("response_format") ? "schema" : field);
        assertThat(gateway.rowOf(refused).path("status").asText()).isEqualTo("refused");
        assertThat(sidecar.received()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "/v1/chat/completions|\"messages\"|[{\"role\":\"ipython\",\"content\":\"x\"}]",
        "/v1/responses|\"input\"|[{\"role\":\"critic\",\"content\":\"x\"}]",
        "/v1/messages|\"messages\"|[{\"role\":\"judge\",\"content\":\"x\"}]"})
    void aRoleThatOnlyItsProtocolKnowsIsOneOfThem(String path, String field, String value) {
        var limit = path.equals("/v1/messages") ? "\"max_tokens\":9," : "";
        var passed = gateway.post(path, "{\"model\":\"" + (path.equals("/v1/messages") ? "claude" : "cloud")
                + "/gpt\"," + limit + field + ":" + value + "}");
        var refused = gateway.post(path, "{\"model\":\"m\"," + limit + field + ":" + value + "}");

        assertThat(passed.statusCode()).as(passed.body()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(gateway.rowOf(refused).path("error_type").asText()).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void noDimensionsAtAllAreOllamasWordForItsOwn(String dimensions) {
        var own = gateway.post("/api/embed", "{\"model\":\"m\",\"input\":\"x\",\"dimensions\":" + dimensions + "}");
        var translated = gateway.post("/api/embed",
                "{\"model\":\"cloud/gpt\",\"input\":\"x\",\"dimensions\":" + dimensions + "}");

        assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
        assertThat(sidecar.received().getLast().body().path("dimensions")).hasToString(dimensions);
        assertThat(translated.statusCode()).as(translated.body()).isEqualTo(200);
        assertThat(provider.received().getLast().body().has("dimensions")).isFalse();
    }

    private static Reply answer(Received call) {
        return (call.path().equals("/v1/messages") ? Anthropic.answering("o") : OpenAi.answering("o")).reply(call);
    }

    private static String body(String path, String model, String field, String value) {
        var rest = switch (path) {
            case "/v1/completions" -> "\"prompt\":\"x\"";
            case "/v1/responses" -> field.equals("input") ? "\"store\":false" : "\"input\":\"x\"";
            case "/v1/embeddings" -> field.equals("input") ? "\"user\":\"u\"" : "\"input\":\"x\"";
            case "/v1/messages" -> (field.equals("max_tokens") ? "" : "\"max_tokens\":9,")
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
            default -> "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        };
        return "{\"model\":\"" + model + "\"," + rest + ",\"" + field + "\":" + value + "}";
    }
}
