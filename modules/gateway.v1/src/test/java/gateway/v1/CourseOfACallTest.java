package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// A call's way over its targets: retries, fallbacks, breakers, deadlines, and what becomes of it where its client goes away.
class CourseOfACallTest {

    private static final String CHAT = "{\"model\":\"good\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
    private static final String STREAM = CHAT.replace("{\"model\"", "{\"stream\":true,\"model\"");

    @TempDir
    private Path data;
    private final CountDownLatch never = new CountDownLatch(1);
    private ScriptedProvider sidecar;
    private ScriptedProvider first;
    private ScriptedProvider second;
    private TestGateway gateway;

    @BeforeEach
    void startProviders() {
        sidecar = ScriptedProvider.start(Ollama.answering("local"), "m");
        first = ScriptedProvider.start(OpenAi.answering("first"), "x");
        second = ScriptedProvider.start(OpenAi.answering("se", "cond"), "y");
    }

    @AfterEach
    void everyCallThatWasReceivedHasARow() throws InterruptedException {
        try {
            never.countDown();
            awaitNone("in_flight");
            var sent = gateway.rows().stream().filter(row -> !row.path("sent_at").isNull()).count();
            assertThat(sent).isEqualTo(sidecar.received().size() + first.received().size() + second.received().size());
        } finally {
            gateway.close();
            sidecar.close();
            first.close();
            second.close();
        }
    }

    @Test
    void aPassingFailureIsTriedAgainAndEveryAttemptHasItsRow() {
        start("retries.max", "2", "retries.backoff", "PT0.01S");
        first.follow(inTurn(OpenAi.error(500, "out of memory"),
                new Reply.Whole(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}"), null));

        var answer = gateway.post("/v1/chat/completions", CHAT);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(first.received()).hasSize(3);
        assertThat(second.received()).isEmpty();
        var rows = attempts(answer);
        assertThat(rows).extracting(CourseOfACallTest::summary).containsExactly("1 a failed provider_5xx 500",
                "2 a failed provider_4xx 429", "3 a ok null 200");
        // By this the ledger knows them for one call, whatever else goes on meanwhile.
        assertThat(rows).extracting(row -> row.path("accepted_at")).containsOnly(rows.getFirst().path("accepted_at"));
    }

    @Test
    void whereATargetCannotAnswerTheNextOneDoesAndEachIsPricedAsItself() {
        start("prices.0.provider", "a", "prices.0.model", "x", "prices.0.input", "1000000", "prices.0.output", "0",
                "prices.0.currency", "USD", "prices.1.provider", "b", "prices.1.model", "y", "prices.1.input", "2",
                "prices.1.output",
                "3", "prices.1.currency", "EUR");
        first.follow(call -> new Reply.HangUp());

        var answer = gateway.post("/v1/chat", CHAT);
        assertThat(TestGateway.json(answer).at("/choices/0/message/content").asText()).isEqualTo("second");
        var rows = attempts(answer);
        assertThat(rows).extracting(CourseOfACallTest::summary).containsExactly("1 a failed cut null", "2 b ok null 200");
        assertThat(rows).allSatisfy(row -> assertThat(row.path("route").asText()).isEqualTo("good"));
        // What was sent was paid for: three words at a dollar each, as far as can be known.
        assertThat(rows.getFirst().path("usage_source").asText()).isEqualTo("estimated");
        assertThat(rows.getFirst().path("currency").asText()).isEqualTo("USD");
        assertThat(rows.getFirst().path("cost").decimalValue()).isEqualByComparingTo(
                rows.getFirst().path("input_tokens").decimalValue());
        assertThat(rows.getLast().path("currency").asText()).isEqualTo("EUR");
        assertThat(rows.getLast().path("cost").decimalValue()).isEqualByComparingTo("0.000012");
        var sums = StreamSupport.stream(gateway.getJson("/v1/usage").path("data").spliterator(), false)
                .map(bucket -> bucket.path("results")).filter(results -> !results.isEmpty()).findFirst().orElseThrow().get(0);
        assertThat(sums.path("num_model_requests").asInt()).isEqualTo(1);
        assertThat(sums.path("num_attempts").asInt()).isEqualTo(2);
        assertThat(sums.path("num_failed").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsWrongWithTheRequestIsTriedNowhereElse() {
        start("retries.max", "3");
        first.follow(call -> OpenAi.error(400, "too long"));

        var answer = gateway.post("/v1/chat/completions", CHAT);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(attempts(answer)).hasSize(1);
        assertThat(second.received()).isEmpty();
    }

    @Test
    void whereNobodyAnswersTheCallerIsToldTheLastReasonAndHowOftenItWasTried() {
        start();
        first.follow(call -> OpenAi.error(500, "first reason"));
        second.follow(call -> OpenAi.error(503, "second reason"));

        var answer = gateway.post("/v1/chat/completions", CHAT);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("b/y: the provider answered 503: second reason (after 2 attempts)");
        assertThat(attempts(answer)).hasSize(2);
    }

    @Test
    void nothingIsTriedAgainOnceTheFirstByteHasReachedTheClient() {
        start("retries.max", "3");
        first.follow(call -> OpenAi.stream(call, List.of("half ", "of"), Duration.ZERO, Reply.End.CUT));

        var answer = gateway.post("/v1/chat/completions", STREAM);
        assertThat(answer.body()).contains("half ").contains("\"type\":\"cut\"").doesNotContain("[DONE]");
        assertThat(attempts(answer)).extracting(CourseOfACallTest::summary).containsExactly("1 a failed cut 200");
        assertThat(second.received()).isEmpty();
    }

    @Test
    void aStreamThatBreaksBeforeItsFirstEventIsTriedElsewhere() {
        start();
        first.follow(call -> new Reply.Pieces("text/event-stream", List.of("data: {\"error\":{\"message\":\"overloaded\"}}\n\n"),
                Duration.ZERO, Reply.End.WELL));

        var answer = gateway.post("/v1/chat/completions", STREAM);
        assertThat(answer.body()).contains("cond").endsWith("data: [DONE]\n\n").doesNotContain("overloaded");
        assertThat(attempts(answer)).extracting(CourseOfACallTest::summary).containsExactly("1 a failed provider_5xx 500",
                "2 b ok null 200");
    }

    @Test
    void aTargetThatCannotSayTheRequestCostsNoAttempt() {
        start("models.good.0", "ollama/m");

        var answer = gateway.post("/v1/chat/completions", CHAT.replace("{\"model\"", "{\"n\":2,\"model\""));
        assertThat(attempts(answer)).extracting(CourseOfACallTest::summary).containsExactly("1 b ok null 200");
        assertThat(second.received().getFirst().body().path("n").asInt()).isEqualTo(2);
    }

    @Test
    void aTargetThatFailsTooOftenIsLeftAloneAndTriedAgainLater() throws InterruptedException {
        start("models.good.1", "a/x", "breaker.volume", "4", "breaker.error-ratio", "50", "breaker.delay", "PT0.5S");
        first.follow(call -> OpenAi.error(500, "broken"));
        for (int at = 0; at < 2; at++) {
            assertThat(gateway.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(502);
        }

        var refused = gateway.post("/v1/chat/completions", CHAT);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(attempts(refused)).extracting(CourseOfACallTest::summary).containsExactly("0 null refused breaker_open 503");
        assertThat(first.received()).hasSize(4);
        first.follow(OpenAi.answering("well"));
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); gateway.post("/v1/chat/completions", CHAT)
                .statusCode() != 200;) {
            assertThat(System.nanoTime()).as("the target is tried again within ten seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void aCallThatTakesTooLongAltogetherEnds() {
        start("timeouts.total", "PT0.4S");
        first.follow(call -> new Reply.Wait(never, OpenAi.answering("late").reply(call)));

        var answer = gateway.post("/v1/chat/completions", CHAT);
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("a/x: the call took longer than PT0.4S");
        assertThat(attempts(answer)).extracting(CourseOfACallTest::summary).containsExactly("1 a failed timeout_total null");
    }

    @Test
    void aCallThatEndsWhileItStillConnectsWasNotSent() throws Exception {
        try (var full = new FullListener()) {
            start("timeouts.total", "PT0.4S", "models.good.0", "full/x", "providers.full.type", "openai",
                    "providers.full.base-url", full.uri());

            var answer = gateway.post("/v1/chat/completions", CHAT);
            assertThat(answer.statusCode()).isEqualTo(504);
            var row = attempts(answer).getFirst();
            assertThat(summary(row)).isEqualTo("1 full failed timeout_total null");
            assertThat(row.path("sent_at").isNull()).isTrue();
            assertThat(row.path("input_tokens").isNull()).isTrue();
        }
    }

    @Test
    void aClientThatHangsUpWhileItsProviderIsStillConnectedToLeavesOneRowOfWhatWasNotSent() throws Exception {
        try (var full = new FullListener()) {
            start("timeouts.connect", "PT30S", "models.good.0", "full/x", "providers.full.type", "openai",
                    "providers.full.base-url", full.uri());

            try (var _ = send(CHAT)) {
                assertThat(awaitInFlight().path("sent_at").isNull()).as("nothing is sent before there is a connection").isTrue();
            }
            awaitNone("in_flight");
            assertThat(gateway.rows()).singleElement().satisfies(row -> {
                assertThat(summary(row)).isEqualTo("1 full cancelled client_gone null");
                assertThat(row.path("sent_at").isNull()).isTrue();
                assertThat(row.path("usage_source").asText()).isEqualTo("none");
            });
        }
    }

    @Test
    void aCallInFlightSaysThatItWasSentAsSoonAsItWas() throws Exception {
        start();
        first.follow(call -> new Reply.Wait(never, OpenAi.answering("late").reply(call)));

        try (var _ = send(CHAT)) {
            awaitReceived(1);
            assertThat(awaitInFlight().path("sent_at").isNull()).isFalse();
        }
    }

    @Test
    void aClientThatHangsUpSaysNothingOfItsProvidersHealth() throws Exception {
        start("models.good.1", "a/x", "breaker.volume", "4", "breaker.error-ratio", "50", "breaker.delay", "PT0.2S");
        first.follow(call -> OpenAi.error(500, "broken"));
        gateway.post("/v1/chat/completions", CHAT);
        gateway.post("/v1/chat/completions", CHAT);
        assertThat(gateway.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(503);
        first.follow(call -> new Reply.Wait(never, OpenAi.answering("late").reply(call)));
        TimeUnit.MILLISECONDS.sleep(250);

        try (var _ = send(CHAT)) {
            awaitReceived(5);
        }
        awaitNone("in_flight");
        first.follow(call -> OpenAi.error(500, "broken"));
        gateway.post("/v1/chat/completions", CHAT);
        assertThat(first.received()).as("one attempt has shown that it has not recovered").hasSize(6);
    }

    @Test
    void aZeroThatStandsForNotYetKnownIsNotBelievedOfAnAnswerThatBreaksOff() {
        start();
        first.follow(call -> new Reply.Pieces("text/event-stream",
                Collections.nCopies(3,
                        "data: {\"model\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"some words \"}}],"
                                + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}\n\n"),
                Duration.ZERO, Reply.End.CUT));

        var row = attempts(gateway.post("/v1/chat/completions", STREAM)).getFirst();
        assertThat(summary(row)).isEqualTo("1 a failed cut 200");
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        assertThat(row.path("input_tokens").asLong()).isPositive();
        assertThat(row.path("output_tokens").asLong()).isBetween(6L, 9L);
    }

    @Test
    void anAnswerThatStallsEndsAsSuch() {
        start("timeouts.idle", "PT0.3S");
        first.follow(call -> OpenAi.stream(call, List.of("half ", "of"), Duration.ofSeconds(20), Reply.End.WELL));

        var answer = gateway.post("/v1/chat/completions", STREAM);
        assertThat(answer.body()).contains("half ").contains("timeout_idle").doesNotContain("[DONE]");
        assertThat(attempts(answer)).extracting(CourseOfACallTest::summary).containsExactly("1 a failed timeout_idle 200");
    }

    @Test
    void anAnswerWhoseClientHasGoneIsReadToItsEndWhereTheOperatorWantsItsTrueUsage() throws Exception {
        start("streams.on-cancel", "drain");
        first.follow(call -> OpenAi.stream(call, Collections.nCopies(300, "word "), Duration.ofMillis(2), Reply.End.WELL));

        var row = attempts(abort()).getFirst();
        assertThat(summary(row)).isEqualTo("1 a cancelled client_gone 200");
        assertThat(row.path("usage_source").asText()).isEqualTo("provider");
        assertThat(row.path("output_tokens").asLong()).isEqualTo(300);
    }

    @Test
    void anAnswerWhoseClientHasGoneIsCancelledAtItsProvider() throws Exception {
        start();
        first.follow(call -> OpenAi.stream(call, Collections.nCopies(5000, "word "), Duration.ofMillis(2), Reply.End.WELL));

        var answer = abort();
        first.received().getFirst().hungUp().get(1, TimeUnit.SECONDS);
        var row = attempts(answer).getFirst();
        assertThat(summary(row)).isEqualTo("1 a cancelled client_gone 200");
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        assertThat(row.path("output_tokens").asLong()).isBetween(10L, 1000L);
    }

    @Test
    void aClientThatDoesNotReadMeetsBackpressureAndThenItsEnd() throws Exception {
        start("timeouts.write", "PT0.5S");
        first.follow(call -> OpenAi.stream(call, Collections.nCopies(2000, "x".repeat(100_000)), Duration.ZERO, Reply.End.WELL));

        try (var _ = send(STREAM)) {
            awaitRow();
        }
        assertThat(gateway.rows()).extracting(CourseOfACallTest::summary).containsExactly("1 a cancelled client_gone 200");
    }

    @Test
    void aClientThatHangsUpBeforeItsAnswerBeginsEndsTheWaitForIt() throws Exception {
        start();
        first.follow(call -> new Reply.Wait(never, OpenAi.answering("late").reply(call)));

        for (var request : List.of(CHAT, STREAM)) {
            int before = first.received().size();
            try (var _ = send(request)) {
                awaitReceived(before + 1);
            }
            // The provider is still silent.
            awaitNone("in_flight");
        }
        assertThat(gateway.rows()).extracting(CourseOfACallTest::summary).containsOnly("1 a cancelled client_gone null")
                .hasSize(2);
        assertThat(gateway.rows()).allSatisfy(row -> {
            assertThat(row.path("sent_at").isNull()).isFalse();
            assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        });
        assertThat(second.received()).as("nobody is asked for a client that has gone").isEmpty();
    }

    @Test
    void aClientThatHangsUpWhileItsProviderIsSilentEndsTheStream() throws Exception {
        start();
        first.follow(call -> OpenAi.stream(call, List.of("half ", "of"), Duration.ofSeconds(60), Reply.End.WELL));

        try (var socket = send(STREAM)) {
            var events = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (!events.readLine().startsWith("data:")) {
                // The head of the answer.
            }
        }
        awaitNone("in_flight");
        assertThat(gateway.rows()).extracting(CourseOfACallTest::summary).containsExactly("1 a cancelled client_gone 200");
    }

    @Test
    void aClientThatWaitsPatientlyIsNotTakenForGone() {
        start();
        first.follow(call -> OpenAi.stream(call, List.of("half ", "of"), Duration.ofMillis(2500), Reply.End.WELL));

        assertThat(gateway.post("/v1/chat/completions", STREAM).body()).contains("half ").contains("of").endsWith(
                "data: [DONE]\n\n");
    }

    @Test
    void aClientThatHangsUpIsWaitedForWhereTheOperatorWantsTheTrueUsage() throws Exception {
        start("streams.on-cancel", "drain");
        var answers = new CountDownLatch(1);
        first.follow(call -> new Reply.Wait(answers, OpenAi.answering("late").reply(call)));

        try (var _ = send(CHAT)) {
            awaitReceived(1);
        }
        assertThat(first.received().getFirst().hungUp()).failsWithin(Duration.ofSeconds(2));
        answers.countDown();
        awaitNone("in_flight");
        assertThat(gateway.rows().getFirst().path("usage_source").asText()).isEqualTo("provider");
    }

    private Socket send(String body) throws IOException {
        var socket = new Socket(gateway.uri().getHost(), gateway.uri().getPort());
        socket.getOutputStream()
                .write(("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json"
                        + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void awaitReceived(int calls) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); first.received().size() < calls;) {
            assertThat(System.nanoTime()).as("the provider is called within twenty seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// The one attempt in flight.
    private JsonNode awaitInFlight() throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);;) {
            var open = gateway.getJson("/v1/usage/in-flight").path("data");
            if (open.size() == 1) {
                return open.get(0);
            }
            assertThat(System.nanoTime()).as("an attempt is in flight within twenty seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void start(String... settings) {
        var all = new HashMap<>(
                Map.of("providers.a.type", "openai", "providers.a.base-url", first.uri() + "/v1", "providers.b.type",
                        "openai", "providers.b.base-url", second.uri() + "/v1/", "models.good.0", "a/x", "models.good.1", "b/y"));
        for (int at = 0; at < settings.length; at += 2) {
            all.put(settings[at], settings[at + 1]);
        }
        gateway = TestGateway.start(sidecar, data, all);
    }

    /// A stream of which ten events were read and whose client then hung up.
    private HttpResponse<?> abort() throws Exception {
        var answer = gateway.client().send(gateway.request("/v1/chat/completions").POST(BodyPublishers.ofString(STREAM)).build(),
                BodyHandlers.ofInputStream());
        var events = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        for (int read = 0; read < 10;) {
            read += events.readLine().startsWith("data:") ? 1 : 0;
        }
        events.close();
        awaitNone("in_flight");
        return answer;
    }

    private List<JsonNode> attempts(HttpResponse<?> answer) {
        var id = answer.headers().firstValue("x-request-id").orElseThrow();
        return StreamSupport.stream(gateway.getJson("/v1/usage/calls/" + id).path("data").spliterator(), false).toList();
    }

    private static String summary(JsonNode row) {
        return String.join(" ", row.path("attempt").asText(), row.path("provider").asText(), row.path("status").asText(),
                row.path("error_type").asText(), row.path("http_status").asText());
    }

    /// Replies one after the other; `null` answers well.
    private static Script inTurn(Reply... replies) {
        Iterator<Reply> left = Arrays.asList(replies).iterator();
        return call -> {
            var reply = left.next();
            return reply == null ? OpenAi.answering("first").reply(call) : reply;
        };
    }

    private void awaitRow() throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); gateway.rows().isEmpty();) {
            assertThat(System.nanoTime()).as("there is a row within twenty seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void awaitNone(String figure) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); gateway.getJson("/v1/usage")
                .at("/completeness/" + figure).asLong(1) != 0;) {
            assertThat(System.nanoTime()).as("none is " + figure + " within twenty seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
