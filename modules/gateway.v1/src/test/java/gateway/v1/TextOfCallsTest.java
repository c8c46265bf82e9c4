package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Anthropic;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;
import telemetry.Said;
import telemetry.Said.ToolCall;
import telemetry.Said.Turn;
import telemetry.TextLog;

/// The text of calls, as it is handed to whoever wants it.
class TextOfCallsTest {

    private static final String CHAT = """
            {"model":"a/x","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[
              {"type":"text","text":"What is this?"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""";
    private static final List<Turn> ASKED = List.of(new Turn("system", "Be brief."), new Turn("user", "What is this?\n[image]"));
    private static final String STREAM = CHAT.replaceFirst("\\{", "{\"stream\":true,");

    @TempDir
    private Path data;
    private ScriptedProvider sidecar;
    private ScriptedProvider first;
    private ScriptedProvider claude;
    private TestGateway gateway;
    private Kept kept = new Kept(10_000);

    @BeforeEach
    void startProviders() {
        sidecar = ScriptedProvider.start(Ollama.answering("lo", "cal"), "m");
        first = ScriptedProvider.start(OpenAi.answering("fi", "rst"), "x");
        claude = ScriptedProvider.start(Anthropic.answering("cla", "ude"), "c");
    }

    @AfterEach
    void stop() {
        gateway.close();
        sidecar.close();
        first.close();
        claude.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, "STREAM"})
    void whatWasAskedAndAnsweredIsHandedOverOnceUnderTheSpanOfItsRow(String body) throws Exception {
        start();
        var row = gateway.rowOf(gateway.post("/v1/chat/completions", body.equals("STREAM") ? STREAM : body));

        var said = kept.next();
        assertThat(said.spanId()).isEqualTo(row.path("span_id").asText());
        assertThat(said.input()).isEqualTo(ASKED);
        assertThat(said.output()).containsExactly(new Turn("assistant", "first"));
        assertThat(said.unseen()).isZero();
        assertThat(kept.said).isEmpty();
    }

    @Test
    void everySurfaceAndEveryProviderIsHeard() throws Exception {
        start();
        gateway.post("/v1/completions", "{\"model\":\"a/x\",\"prompt\":\"Once upon\"}");
        assertThat(kept.next()).satisfies(said -> {
            assertThat(said.input()).containsExactly(new Turn("user", "Once upon"));
            assertThat(said.output()).containsExactly(new Turn("assistant", "first"));
        });
        gateway.post("/api/generate", "{\"model\":\"m\",\"system\":\"Rhyme.\",\"prompt\":\"Once upon\"}");
        assertThat(kept.next()).satisfies(said -> {
            assertThat(said.input()).containsExactly(new Turn("system", "Rhyme."), new Turn("user", "Once upon"));
            assertThat(said.output()).containsExactly(new Turn("assistant", "local"));
        });
        gateway.post("/v1/messages",
                "{\"model\":\"claude/c\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        assertThat(kept.next()).satisfies(said -> {
            assertThat(said.input()).containsExactly(new Turn("user", "Hi"));
            assertThat(said.output()).containsExactly(new Turn("assistant", "claude"));
        });
        gateway.post("/v1/embeddings", "{\"model\":\"m\",\"input\":[\"one\",\"two\"]}");
        assertThat(kept.next()).satisfies(said -> {
            assertThat(said.input()).containsExactly(new Turn("user", "one"), new Turn("user", "two"));
            assertThat(said.output()).isEmpty();
        });
        gateway.post("/v1/rerank", "{\"model\":\"m\",\"query\":\"sea\",\"documents\":[\"one\",\"two\"]}");
        assertThat(kept.next()).satisfies(said -> {
            assertThat(said.input()).containsExactly(new Turn("query", "sea"), new Turn("document", "one"),
                    new Turn("document", "two"));
            assertThat(said.output()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, "STREAM"})
    void callsOfToolsHaveTheirArgumentsPutTogether(String body) throws Exception {
        start();
        first.follow(OpenAi.callingTool("weather", "{\"city\":\"Ulm\"}"));
        gateway.post("/v1/chat/completions", body.equals("STREAM") ? STREAM : body);

        assertThat(kept.next().output()).containsExactly(
                new Turn("assistant", "", List.of(new ToolCall("call_1", "weather", "{\"city\":\"Ulm\"}"))));
    }

    @Test
    void whatAResponseThatIsPassedOnSaysThinksAndCallsIsToldApart() throws Exception {
        start("providers.a.responses", "true");
        var item = "{\"type\":\"function_call\",\"call_id\":\"%s\",\"name\":\"weather\",\"arguments\":\"%s\"}";
        var ulm = "{\\\"city\\\":\\\"Ulm\\\"}";
        first.follow(call -> Reply.json(200, "{\"status\":\"completed\",\"output\":["
                + "{\"type\":\"reasoning\",\"content\":[{\"type\":\"reasoning_text\",\"text\":\"Hm.\"}]},"
                + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Let me look\"}]},"
                + item.formatted("c1", ulm) + "," + item.formatted("c2", ulm.replace("Ulm", "Bonn")) + "]}"));
        gateway.post("/v1/responses", "{\"model\":\"a/x\",\"input\":\"Weather?\"}");
        first.follow(call -> new Reply.Pieces("text/event-stream", List.of(
                event("\"response.reasoning_text.delta\",\"output_index\":0,\"delta\":\"Hm.\""),
                event("\"response.output_text.delta\",\"output_index\":1,\"delta\":\"Let me look\""),
                event("\"response.output_item.added\",\"output_index\":2,\"item\":" + item.formatted("c1", "")),
                event("\"response.function_call_arguments.delta\",\"output_index\":2,\"delta\":\"" + ulm + "\""),
                event("\"response.function_call_arguments.done\",\"output_index\":2,\"arguments\":\"" + ulm + "\""),
                event("\"response.output_item.added\",\"output_index\":3,\"item\":" + item.formatted("c2", "")),
                event("\"response.function_call_arguments.done\",\"output_index\":3,\"arguments\":\"" + ulm.replace("Ulm", "Bonn")
                        + "\""),
                event("\"response.completed\",\"response\":{\"status\":\"completed\"}")), Duration.ZERO, Reply.End.WELL));
        gateway.post("/v1/responses", "{\"model\":\"a/x\",\"stream\":true,\"input\":\"Weather?\"}");

        for (var said : List.of(kept.next(), kept.next())) {
            assertThat(said.output()).containsExactly(new Turn("reasoning", "Hm."),
                    new Turn("assistant", "Let me look", List.of(new ToolCall("c1", "weather", "{\"city\":\"Ulm\"}"),
                            new ToolCall("c2", "weather", "{\"city\":\"Bonn\"}"))));
        }
    }

    @Test
    void severalAnswersToOneRequestAreToldOneAfterTheOther() throws Exception {
        start();
        var call = "\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"function\":{\"name\":\"%s\",\"arguments\":\"\"}}]";
        var arguments = "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]";
        first.follow(asked -> new Reply.Pieces("text/event-stream", List.of(choice(1, "\"content\":\"two, \""),
                choice(0, "\"content\":\"one, \""), choice(1, "\"content\":\"too\""), choice(0, "\"content\":\"first\""),
                choice(0, call.formatted("a", "f")), choice(1, call.formatted("b", "g")), choice(0, arguments.formatted("[1]")),
                choice(1, arguments.formatted("[2]")), "data: [DONE]\n\n"), Duration.ZERO, Reply.End.WELL));
        gateway.post("/v1/chat/completions", STREAM.replaceFirst("\\{", "{\"n\":2,"));

        assertThat(kept.next().output()).containsExactly(
                new Turn("assistant", "one, first", List.of(new ToolCall("a", "f", "[1]"))),
                new Turn("assistant", "two, too", List.of(new ToolCall("b", "g", "[2]"))));
    }

    @Test
    void tokensThatACallerMadeItselfAreNoText() throws Exception {
        start();
        gateway.post("/v1/embeddings", "{\"model\":\"a/x\",\"input\":[[1,2],[3]]}");
        assertThat(kept.next().input()).isEmpty();
        gateway.post("/v1/completions", "{\"model\":\"a/x\",\"prompt\":[1,2,3]}");
        assertThat(kept.next().input()).isEmpty();
    }

    @Test
    void whatWasCalledAndThoughtBeforeIsAmongWhatWasAsked() throws Exception {
        start();
        gateway.post("/v1/messages", """
                {"model":"claude/c","max_tokens":2000,"messages":[{"role":"user","content":"Weather?"},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"Look it up.","signature":"s"},
                    {"type":"tool_use","id":"t1","name":"weather","input":{"city":"Ulm"}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"Rain."}]}]}""");

        assertThat(kept.next().input()).containsExactly(new Turn("user", "Weather?"), new Turn("reasoning", "Look it up."),
                new Turn("assistant", "", List.of(new ToolCall("t1", "weather", "{\"city\":\"Ulm\"}"))),
                new Turn("tool", "Rain."));
    }

    @Test
    void reasoningIsATurnOfItsOwn() throws Exception {
        start();
        first.follow(call -> Reply.json(200, """
                {"id":"1","model":"x","choices":[{"index":0,"finish_reason":"stop",
                  "message":{"role":"assistant","reasoning_content":"Hm.","content":"Yes."}}]}"""));
        gateway.post("/v1/chat/completions", CHAT);
        assertThat(kept.next().output()).containsExactly(new Turn("reasoning", "Hm."), new Turn("assistant", "Yes."));
    }

    @Test
    void everyAttemptThatWasSentHasWhatWasSeenOfItAndTheOthersHaveNone() throws Exception {
        start("models.good.0", "gone/x", "models.good.1", "a/x", "models.good.2", "ollama/m", "providers.gone.type", "openai",
                "providers.gone.base-url", "http://127.0.0.1:1/v1");
        first.follow(call -> OpenAi.error(500, "out of memory"));
        gateway.post("/v1/chat/completions", CHAT.replace("a/x", "good").replaceAll(",\\s*\\{\"type\":\"image_url.*?\\}\\}", ""));

        assertThat(kept.next().output()).isEmpty();
        assertThat(kept.next()).satisfies(said -> {
            assertThat(said.input()).containsExactly(new Turn("system", "Be brief."), new Turn("user", "What is this?"));
            assertThat(said.output()).containsExactly(new Turn("assistant", "local"));
        });
        assertThat(kept.said).as("nothing reached the first target").isEmpty();
        assertThat(gateway.rows()).hasSize(3);
    }

    @Test
    void aStreamThatBreaksOffHasWhatWasSeen() throws Exception {
        start();
        first.follow(call -> OpenAi.stream(call, List.of("half ", "of"), Duration.ZERO, Reply.End.CUT));
        gateway.post("/v1/chat/completions", STREAM);
        assertThat(kept.next().output()).containsExactly(new Turn("assistant", "half of"));
    }

    @Test
    void aStreamThatIsAbortedHasWhatWasSeen() throws Exception {
        start();
        first.follow(call -> OpenAi.stream(call, Collections.nCopies(5000, "word "), Duration.ofMillis(2), Reply.End.WELL));
        var answer = gateway.client().send(gateway.request("/v1/chat/completions").POST(BodyPublishers.ofString(STREAM)).build(),
                BodyHandlers.ofInputStream());
        try (var events = new BufferedReader(new InputStreamReader(answer.body()))) {
            for (int read = 0; read < 10;) {
                read += events.readLine().startsWith("data:") ? 1 : 0;
            }
        }
        assertThat(kept.next().output()).singleElement().satisfies(turn -> {
            assertThat(turn.text()).startsWith("word word word ");
            assertThat(turn.text().length()).isLessThan(24_000);
        });
    }

    @Test
    void moreThanIsWantedIsNotCollected() throws Exception {
        kept = new Kept(12);
        start();
        first.follow(OpenAi.answering("four", "four", "four", "four", "four"));
        gateway.post("/v1/chat/completions", STREAM);

        assertThat(kept.next()).satisfies(said -> {
            assertThat(said.output()).containsExactly(new Turn("assistant", "fourfourfour"));
            assertThat(said.unseen()).isEqualTo(8);
        });
    }

    @Test
    void whereNoTextIsWantedNoneIsCollected() {
        kept = new Kept(0);
        start();
        gateway.post("/v1/chat/completions", CHAT);
        gateway.post("/v1/chat/completions", STREAM);
        assertThat(gateway.rows()).hasSize(2);
        assertThat(kept.said).isEmpty();
    }

    @Test
    void aLogThatFailsTakesNoAnswerAlong() {
        start(new Handing(text -> {
            throw new IllegalStateException("full");
        }));
        for (var body : List.of(CHAT, STREAM)) {
            assertThat(gateway.post("/v1/chat/completions", body).body()).contains("rst").doesNotContain("full");
        }
        assertThat(gateway.rows()).extracting(row -> row.path("status").asText()).containsExactly("ok", "ok");
    }

    @Test
    void textIsThereBeforeItsRow() throws Exception {
        var rows = new LinkedBlockingQueue<List<JsonNode>>();
        start(new Handing(text -> rows.add(gateway.rows())));
        gateway.post("/v1/chat/completions", CHAT);
        assertThat(rows.poll(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(gateway.rows()).hasSize(1);
    }

    private static String event(String event) {
        return "data: {\"type\":" + event + "}\n\n";
    }

    private static String choice(int index, String delta) {
        return "data: {\"choices\":[{\"index\":" + index + ",\"delta\":{" + delta + "}}]}\n\n";
    }

    private void start(String... more) {
        start(kept, more);
    }

    private void start(TextLog log, String... more) {
        var settings = new HashMap<>(Map.of("providers.a.type", "openai", "providers.a.base-url", first.uri() + "/v1",
                "providers.claude.type", "anthropic", "providers.claude.base-url", claude.uri().toString()));
        for (int at = 0; at < more.length; at += 2) {
            settings.put(more[at], more[at + 1]);
        }
        gateway = TestGateway.start(sidecar, data, settings, log);
    }

    /// Hands what was said to somebody else.
    private record Handing(Consumer<Said> somebody) implements TextLog {

        @Override
        public int limit() {
            return 100;
        }

        @Override
        public void said(Said text) {
            somebody.accept(text);
        }
    }

    /// Keeps everything that was said.
    private record Kept(int limit, BlockingQueue<Said> said) implements TextLog {

        Kept(int limit) {
            this(limit, new LinkedBlockingQueue<>());
        }

        @Override
        public void said(Said text) {
            said.add(text);
        }

        Said next() throws InterruptedException {
            var next = said.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("something was said within ten seconds").isNotNull();
            return next;
        }
    }
}
