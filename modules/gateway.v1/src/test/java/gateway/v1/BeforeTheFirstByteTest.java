package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Anthropic;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// A stream that breaks after its provider has begun, and before its caller was told anything, is tried again like any other.
class BeforeTheFirstByteTest {

    private static final String STREAM = "{\"stream\":true,\"model\":\"good\","
            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String ERROR = "data: {\"error\":{\"message\":\"overloaded\"}}\n\n";

    @TempDir
    private Path data;
    private ScriptedProvider sidecar;
    private ScriptedProvider anthropic;
    private ScriptedProvider openai;
    private TestGateway gateway;

    @BeforeEach
    void startProviders() {
        sidecar = ScriptedProvider.start(Ollama.answering("lo", "cal"), "m");
        anthropic = ScriptedProvider.start(Anthropic.answering("clau", "de"), "c");
        openai = ScriptedProvider.start(OpenAi.answering("o", "pen"), "x");
    }

    @AfterEach
    void close() {
        gateway.close();
        sidecar.close();
        anthropic.close();
        openai.close();
    }

    @Test
    void anAnswerThatOnlyBeganIsTriedElsewhereAndNothingOfItReachesTheCaller() {
        start("models.good.0", "claude/c", "models.good.1", "gpt/x");
        anthropic.follow(call -> new Reply.Headed(Map.of("anthropic-ratelimit-requests-remaining", "0"),
                pieces(begun(Anthropic.stream(call, List.of(), Duration.ZERO, Reply.End.CUT)),
                        Anthropic.errorEvent("overloaded_error", "Overloaded"))));

        var answer = gateway.post("/v1/chat/completions", STREAM);
        assertThat(answer.body()).contains("pen").endsWith("data: [DONE]\n\n").doesNotContain("verloaded");
        assertThat(answer.headers().firstValue("anthropic-ratelimit-requests-remaining")).isEmpty();
        assertThat(rows()).containsExactly("1 claude failed provider_5xx", "2 gpt ok null");
    }

    @Test
    void aRoleAloneIsNoAnswerYet() {
        start("models.good.0", "gpt/x", "models.good.1", "claude/c");
        openai.follow(call -> pieces("data: {\"model\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n",
                ": keep-alive\n\n", ERROR));

        var answer = gateway.post("/v1/messages", STREAM.replace("{\"stream\"", "{\"max_tokens\":9,\"stream\""));
        assertThat(answer.body()).contains("clau").contains("message_stop").containsOnlyOnce("event: message_start");
        assertThat(rows()).containsExactly("1 gpt failed provider_5xx", "2 claude ok null");
    }

    @Test
    void whatWasCollectedOfABrokenAnswerIsNotToldWithTheNext() {
        start("models.good.0", "gpt/x", "retries.max", "1", "retries.backoff", "PT0.01S");
        var calls = new AtomicInteger();
        Script calling = OpenAi.callingTool("look", "{\"at\":1}");
        openai.follow(call -> {
            var reply = (Reply.Pieces) calling.reply(call);
            return calls.getAndIncrement() > 0 ? reply : pieces(reply.pieces().get(0), reply.pieces().get(1), ERROR);
        });

        var answer = gateway.post("/api/chat", STREAM);
        var lines = Arrays.stream(answer.body().split("\n")).map(BeforeTheFirstByteTest::json).toList();
        assertThat(lines).filteredOn(line -> line.at("/message/tool_calls").isArray()).singleElement()
                .satisfies(line -> assertThat(line.at("/message/tool_calls")).singleElement()
                        .satisfies(call -> assertThat(call.at("/function/arguments").toString()).isEqualTo("{\"at\":1}")));
        assertThat(rows()).containsExactly("1 gpt failed provider_5xx", "2 gpt ok null");
    }

    @Test
    void whereNobodyElseAnswersTheErrorIsAnAnswerAndNoStream() {
        start("models.good.0", "claude/c");
        anthropic.follow(call -> pieces(begun(Anthropic.stream(call, List.of(), Duration.ZERO, Reply.End.CUT)),
                Anthropic.errorEvent("overloaded_error", "Overloaded")));

        var answer = gateway.post("/v1/chat/completions", STREAM);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("application/json");
        assertThat(answer.headers().allValues("x-lakehouse-overhead-ms")).hasSize(1);
        assertThat(json(answer.body()).at("/error/message").asText()).contains("Overloaded");
    }

    private static JsonNode json(String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String begun(Reply.Pieces stream) {
        return String.join("", stream.pieces());
    }

    private static Reply pieces(String... events) {
        return new Reply.Pieces("text/event-stream", List.of(events), Duration.ofMillis(30), Reply.End.CUT);
    }

    private List<String> rows() {
        return gateway.rows().reversed().stream().map(row -> String.join(" ", row.path("attempt").asText(),
                row.path("provider").asText(), row.path("status").asText(), row.path("error_type").asText())).toList();
    }

    private void start(String... settings) {
        var all = new HashMap<>(Map.of("providers.claude.type", "anthropic", "providers.claude.base-url",
                anthropic.uri().toString(), "providers.gpt.type", "openai", "providers.gpt.base-url", openai.uri() + "/v1"));
        for (int at = 0; at < settings.length; at += 2) {
            all.put(settings[at], settings[at + 1]);
        }
        gateway = TestGateway.start(sidecar, data, all);
    }
}
