package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import provider.scripted.OpenAi;
import provider.scripted.Reply;

/// OpenAI's protocol on both sides: what comes in goes out as it came, and back.
class OpenAiPassingTest extends InFrontOf {

    private static final String KEY = "sk-provider-secret";

    OpenAiPassingTest() {
        super(OpenAi.answering("well ", "then"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url",
                uri + "/v1", "providers.cloud.api-key", KEY);
    }

    @Test
    void whatWeDoNotKnowReachesTheProviderAndItsAnswerComesBackByteForByte() {
        var answer = gateway.post("/v1/chat/completions", """
                {"model":"cloud/gpt","provider":null,"messages":[{"role":"user","content":"one two three","future":{"x":[1.5]}}],
                 "new_field":{"deep":[1,2.25,12345678901234567890]},"temperature":0.10}""", "authorization", "Bearer client-key");

        assertThat(answer.statusCode()).isEqualTo(200);
        var received = provider.received().getLast();
        assertThat(received.path()).isEqualTo("/v1/chat/completions");
        assertThat(received.header("authorization")).contains("Bearer " + KEY);
        assertThat(received.body().at("/new_field")).hasToString("{\"deep\":[1,2.25,12345678901234567890]}");
        assertThat(received.body().at("/messages/0/future/x")).hasToString("[1.5]");
        assertThat(received.body().path("model").asText()).isEqualTo("gpt");
        assertThat(received.body().has("provider")).isFalse();
        assertThat(answer.body()).startsWith("{\"id\":\"scripted-1\",\"object\":\"chat.completion\"");
        var row = gateway.rowOf(answer);
        assertThat(row.path("provider").asText()).isEqualTo("cloud");
        assertThat(row.path("endpoint").asText()).isEqualTo("/v1/chat/completions");
        assertThat(row.path("input_tokens").asLong()).isEqualTo(3);
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
        assertThat(row.path("provider_request_id").asText()).isEqualTo("scripted-1");
    }

    @Test
    void usageIsAskedForAndTakenOutAgainWhereTheClientDidNotAsk() {
        var answer = gateway.post("/v1/chat/completions",
                "{\"model\":\"cloud/gpt\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}]}");

        assertThat(provider.received().getLast().body().at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(answer.body()).doesNotContain("\"usage\"").endsWith("data: [DONE]\n\n");
        var row = gateway.rowOf(answer);
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(2);
    }

    @Test
    void aLongStreamComesThroughByteForByteAndInOrder() throws Exception {
        provider.follow(call -> OpenAi.stream(call, IntStream.range(0, 2000).mapToObj(at -> "word" + at + " ").toList(),
                Duration.ZERO, Reply.End.WELL));
        var request = """
                {"model":"%s","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"one two"}]}""";
        var direct = gateway.client().send(HttpRequest.newBuilder(provider.uri().resolve("/v1/chat/completions"))
                .POST(BodyPublishers.ofString(request.formatted("gpt"))).build(), BodyHandlers.ofByteArray());

        var answer = gateway.client().send(gateway.request("/v1/chat/completions")
                .POST(BodyPublishers.ofString(request.formatted("cloud/gpt"))).build(), BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(direct.body());
        assertThat(new String(answer.body(), StandardCharsets.UTF_8).split("\n\n")).hasSize(2003);
    }
}
