package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// Inputs in a model's own tokens, which only OpenAI's protocol has: they are counted as what they are.
class TokensAsInputTest extends InFrontOf {

    TokensAsInputTest() {
        super(OpenAi.answering("o"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"/v1/embeddings|input|[5,6,7,8,9]|5",
        "/v1/embeddings|input|[[5,6],[7,8,9,10]]|6", "/v1/completions|prompt|[5,6,7]|3",
        "/v1/completions|prompt|[[5],[6,7],[8]]|4"})
    void areEstimatedByTheirNumberWhereTheProviderBreaksOff(String path, String field, String tokens, long count) {
        provider.follow(call -> new Reply.HangUp());

        var row = gateway.rowOf(gateway.post(path, "{\"model\":\"cloud/gpt\",\"" + field + "\":" + tokens + "}"));

        assertThat(provider.received().getLast().body().path(field)).hasToString(tokens);
        assertThat(row.path("status").asText()).isEqualTo("failed");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(count);
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"/v1/embeddings|input", "/v1/completions|prompt"})
    void areRefusedWhereAnotherModelWouldReadThem(String path, String field) {
        var answer = gateway.post(path, "{\"model\":\"m\",\"" + field + "\":[5,6]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("unsupported");
        assertThat(received()).isEqualTo(receivedBefore);
    }
}
