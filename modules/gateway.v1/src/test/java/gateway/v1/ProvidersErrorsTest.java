package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Received;
import provider.scripted.Reply;

/// What a provider says of its failure reaches a caller that speaks as it does; its key reaches nobody.
class ProvidersErrorsTest extends InFrontOf {

    private static final String CANARY = "sk-canary-0123456789";
    private static final String CHAT = "{\"model\":\"cloud/gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    ProvidersErrorsTest() {
        super(OpenAi.answering("o"), "gpt");
    }

    @Override
    Map<String, String> settings(String uri) {
        return Map.of("providers.cloud.type", "openai", "providers.cloud.base-url",
                uri + "/v1", "providers.cloud.api-key", CANARY, "providers.cloud.responses", "true",
                "providers.far.type", "ollama", "providers.far.base-url", sidecar.uri().toString(), "providers.far.api-key",
                CANARY, "providers.near.type", "openai", "providers.near.base-url", uri + "/v1",
                "providers.near.api-key",
                "near");
    }

    @ParameterizedTest
    @CsvSource({"429, 429, insufficient_quota", "400, 400, context_length_exceeded", "500, 502, server_error"})
    void clientsFindTheProvidersOwnCode(int status, int told, String code) {
        provider.follow(call -> Reply.json(status, error("as it says", code)));

        var answer = gateway.post("/v1/chat/completions", CHAT);

        assertThat(answer.statusCode()).isEqualTo(told);
        var error = TestGateway.json(answer).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("type").asText()).isEqualTo("its_type");
        assertThat(error.path("param").asText()).isEqualTo("messages");
        assertThat(error.path("message").asText()).contains("cloud/gpt", "as it says");
    }

    @Test
    void codesThatAreNumbersOrNullStayWhatTheyAre() {
        provider.follow(call -> Reply.json(400, "{\"error\":{\"message\":\"m\",\"type\":null,\"code\":400}}"));

        var error = TestGateway.json(gateway.post("/v1/chat/completions", CHAT)).path("error");

        assertThat(error.path("code")).hasToString("400");
        assertThat(error.path("type").isNull()).isTrue();
        assertThat(error.has("param")).isTrue();
    }

    @Test
    void thatAProviderDoesNotKnowOurKeyIsNotToldAsIfItWereTheCallers() {
        provider.follow(call -> Reply.json(401, error("no such key", "invalid_api_key")));

        var answer = gateway.post("/v1/chat/completions", CHAT);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(TestGateway.json(answer).at("/error/code").asText()).isEqualTo("provider_4xx");
    }

    @Test
    void anErrorInTheMiddleOfAStreamKeepsItsCodeToo() {
        provider.follow(call -> new Reply.Pieces("text/event-stream",
                List.of("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\n",
                        "data: " + error("the runner died", "its_code") + "\n\n"),
                Duration.ZERO, Reply.End.WELL));

        var answer = gateway.post("/v1/chat/completions", CHAT.replace("{\"model", "{\"stream\":true,\"model"));

        assertThat(ServerSent.data(answer.body()).getLast().at("/error/code").asText()).isEqualTo("its_code");
        assertThat(answer.body()).doesNotContain("[DONE]");
    }

    @Test
    void anErrorEventOfAResponseKeepsItsCodeToo() {
        provider.follow(call -> new Reply.Pieces("text/event-stream", List.of(
                "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"gpt\"}}\n\n",
                "event: error\ndata: {\"type\":\"error\",\"code\":\"its_code\",\"message\":\"died\",\"param\":null}\n\n"),
                Duration.ZERO, Reply.End.WELL));

        var last = ServerSent
                .data(gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\",\"stream\":true}").body())
                .getLast();

        assertThat(last.path("type").asText()).isEqualTo("error");
        assertThat(last.path("code").asText()).isEqualTo("its_code");
        assertThat(last.at("/error/type").asText()).isEqualTo("provider_5xx");
        assertThat(last.path("message").asText()).contains("died");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503})
    void aKeyThatTheProviderRepeatsIsMasked(int status) {
        provider.follow(call -> Reply.json(status, echo(call)));
        sidecar.follow(call -> Ollama.error(status, "bad key " + call.header("authorization").orElse("")));

        for (var body : List.of(CHAT, CHAT.replace("cloud/gpt", "far/m"), CHAT.replace("{\"model", "{\"stream\":true,\"model"))) {
            masked(gateway.post("/v1/chat/completions", body));
        }
        masked(gateway.post("/v1/responses", "{\"model\":\"cloud/gpt\",\"input\":\"x\"}"));
        masked(gateway.post("/v1/embeddings", "{\"model\":\"cloud/gpt\",\"input\":\"x\"}"));
    }

    @Test
    void aKeyIsMaskedInTheMiddleOfAStreamToo() {
        provider.follow(call -> new Reply.Pieces("text/event-stream",
                List.of("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\n",
                        "data: " + echo(call) + "\n\n"),
                Duration.ZERO, Reply.End.WELL));

        masked(gateway.post("/v1/chat/completions", CHAT.replace("{\"model", "{\"stream\":true,\"model")));
    }

    @Test
    void aWordThatServesAsAKeyIsNoSecret() {
        provider.follow(call -> Reply.json(400, error("nearly", "c")));

        assertThat(gateway.post("/v1/chat/completions", CHAT.replace("cloud", "near")).body()).contains("near/gpt")
                .contains("nearly");
    }

    private static void masked(HttpResponse<String> answer) {
        assertThat(answer.body()).contains("bad key", "***").doesNotContain(CANARY);
        assertThat(answer.headers().map().toString()).doesNotContain(CANARY);
    }

    private static String echo(Received call) {
        var key = call.header("authorization").orElseThrow();
        return "{\"error\":{\"message\":\"bad key " + key + "\",\"type\":\"" + key + "\",\"param\":\"" + key + "\",\"code\":\""
                + key
                + "\"}}";
    }

    private static String error(String message, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"its_type\",\"param\":\"messages\",\"code\":\"" + code
                + "\"}}";
    }
}
