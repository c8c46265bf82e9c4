package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// `/v1/completions`: passed to a provider of OpenAI's kind, translated for one of Ollama's.
class OpenAiCompletionsTest extends InFrontOf {

    OpenAiCompletionsTest() {
        super(Ollama.answering("well ", "then"), OpenAi.answering("well ", "then"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url", uri + "/v1");
    }

    @Test
    void aCompletionGoesToItsOwnProtocolAsItCame() {
        var answer = gateway.post("/v1/completions",
                "{\"model\":\"cloud/gpt\",\"prompt\":[\"one two\",\"three\"],\"echo\":true,\"suffix\":\"end\",\"logprobs\":2,\"user\":\"u1\"}");

        var received = provider.received().getLast();
        assertThat(received.path()).isEqualTo("/v1/completions");
        assertThat(received.body()).hasToString(
                "{\"model\":\"gpt\",\"prompt\":[\"one two\",\"three\"],\"echo\":true,\"suffix\":\"end\",\"logprobs\":2,\"user\":\"u1\"}");
        assertThat(TestGateway.json(answer).path("id").asText()).isEqualTo("scripted-1");
        var row = gateway.rowOf(answer);
        assertThat(row.path("operation").asText()).isEqualTo("text_completion");
        assertThat(row.path("endpoint").asText()).isEqualTo("/v1/completions");
        assertThat(row.path("end_user").asText()).isEqualTo("u1");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
    }

    @Test
    void aPassedStreamIsRowedWithUsageThatTheClientDidNotAskFor() {
        var answer = gateway.post("/v1/completions", "{\"model\":\"cloud/gpt\",\"prompt\":\"one two\",\"stream\":true}");

        assertThat(provider.received().getLast().body().at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(answer.body()).contains("well ").doesNotContain("\"usage\"").endsWith("data: [DONE]\n\n");
        assertThat(gateway.rowOf(answer).path("output_tokens").asLong()).isEqualTo(2);
    }

    @Test
    void forOllamaAPromptIsWhatItsOwnCompatibleEndpointMakesOfIt() {
        var answer = gateway.post("/v1/completions", """
                {"model":"m","prompt":["one two three"],"max_tokens":7,"temperature":0.5,"stop":"x","seed":3}""");

        var received = sidecar.received().getLast();
        assertThat(received.path()).isEqualTo("/api/generate");
        assertThat(received.body()).hasToString("{\"model\":\"m\",\"prompt\":\"one two three\",\"stream\":false,\"options\":"
                + "{\"temperature\":0.5,\"num_predict\":7,\"seed\":3,\"stop\":[\"x\"]}}");
        var body = TestGateway.json(answer);
        assertThat(body.path("id").asText()).startsWith("cmpl-");
        assertThat(body.path("object").asText()).isEqualTo("text_completion");
        assertThat(body.path("choices")).hasToString(
                "[{\"text\":\"well then\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]");
        assertThat(body.path("usage")).hasToString("{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}");
        assertThat(gateway.rowOf(answer).path("operation").asText()).isEqualTo("text_completion");
    }

    @Test
    void aTranslatedStreamIsMadeOfCompletionsAndTellsUsageToWhomAsks() {
        var silent = gateway.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"one\",\"stream\":true}");
        var asked = gateway.post("/v1/completions",
                "{\"model\":\"m\",\"prompt\":\"one\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");

        assertThat(silent.body()).doesNotContain("\"usage\"").endsWith("data: [DONE]\n\n");
        var chunks = ServerSent.data(asked.body());
        assertThat(chunks).extracting(chunk -> chunk.path("object").asText()).containsOnly("text_completion");
        assertThat(chunks).extracting(chunk -> chunk.at("/choices/0/text").asText("-")).containsExactly("well ", "then", "", "-");
        assertThat(chunks.get(2).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(chunks.get(3).at("/usage/total_tokens").asLong()).isEqualTo(3);
    }

    @Test
    void aCutStreamDoesNotPretendToHaveEndedWell() {
        sidecar.follow(call -> Ollama.stream(call, List.of("half an ", "answer"), Duration.ZERO, Reply.End.CUT));

        var answer = gateway.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"one\",\"stream\":true}");

        assertThat(answer.body()).contains("half an ").contains("\"error\"").doesNotContain("[DONE]");
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo("cut");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"model\":\"m\"}                                                     | prompt         | invalid_request",
        "{\"model\":\"m\",\"prompt\":{}}                                       | prompt         | invalid_request",
        "{\"model\":\"m\",\"prompt\":[\"a\",1]}                                | prompt         | invalid_request",
        "{\"model\":\"m\",\"prompt\":\"a\",\"max_tokens\":\"many\"}            | max_tokens     | invalid_request",
        "{\"model\":\"m\",\"prompt\":\"a\",\"best_of\":[]}                     | best_of        | invalid_request",
        "{\"model\":\"cloud/gpt\",\"prompt\":\"a\",\"stream\":true,\"stream_options\":\"all\"} | stream_options | invalid_request",
        "{\"model\":\"cloud/gpt\",\"prompt\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":1}} | include_usage | invalid_request",
        "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}                            | prompt         | unsupported",
        "{\"model\":\"m\",\"prompt\":[1,2]}                                    | prompt         | unsupported",
        "{\"model\":\"m\",\"prompt\":[[1,2]]}                                  | prompt         | unsupported",
        "{\"model\":\"m\",\"prompt\":\"a\",\"echo\":true}                      | echo           | unsupported",
        "{\"model\":\"m\",\"prompt\":\"a\",\"suffix\":\"b\"}                   | suffix         | unsupported",
        "{\"model\":\"m\",\"prompt\":\"a\",\"best_of\":2}                      | best_of        | unsupported",
        "{\"model\":\"m\",\"prompt\":\"a\",\"n\":2}                            | n              | unsupported",
        "{\"model\":\"m\",\"prompt\":\"a\",\"logprobs\":0}                     | logprobs       | unsupported"})
    void whatCannotBeSaidIsRefusedByName(String body, String param, String type) {
        var answer = gateway.post("/v1/completions", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(answer).at("/error/param").asText()).isEqualTo(param);
        assertThat(TestGateway.json(answer).at("/error/type").asText()).isEqualTo(type);
        assertThat(gateway.rowOf(answer).path("error_type").asText()).isEqualTo(type);
        assertThat(received()).isEqualTo(receivedBefore);
    }

}
