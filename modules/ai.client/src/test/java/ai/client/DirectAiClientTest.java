package ai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.client.direct.DirectAiClient;
import ai.client.direct.RawClient;
import ai.client.direct.RawRequest;
import ai.client.direct.Timeouts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

class DirectAiClientTest {

    private static final ModelRef MODEL = ModelRef.of("m");

    private final ScriptedProvider provider = ScriptedProvider.start(Ollama.answering("one ", "two"), "m");
    private final DirectAiClient client = DirectAiClient.to(provider.uri(), Map.of(),
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2)));

    @AfterEach
    void stop() {
        client.close();
        provider.close();
    }

    @Test
    void chatIsAnsweredWithItsCounts() {
        var answer = client.chat(new ChatRequest(MODEL, List.of(Message.user("a b c")), Sampling.DEFAULT));

        assertThat(answer.text()).isEqualTo("one two");
        assertThat(answer.finishReason()).contains("stop");
        assertThat(answer.usage().input()).hasValue(3);
        assertThat(answer.usage().output()).hasValue(2);
    }

    @Test
    void streamedPromptEndsWithWhatTheModelServerCounted() throws IOException {
        try (var stream = client
                .generateStream(new GenerateRequest(MODEL, "a b", Optional.empty(), Sampling.DEFAULT))) {
            assertThat(stream.next()).isEqualTo(new AnswerEvent.Text("one "));
            assertThat(stream.next()).isEqualTo(new AnswerEvent.Text("two"));
            assertThat(stream.next()).isInstanceOfSatisfying(AnswerEvent.Finished.class,
                    finished -> assertThat(finished.usage().input()).hasValue(2));
            assertThat(stream.hasNext()).isFalse();
        }
    }

    @Test
    void aQueryIsSentBehindThePath() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var asking = RawClient.to(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/base"), Map.of(),
                        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2)))) {
            var line = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    line.complete(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
                } catch (IOException e) {
                    line.completeExceptionally(e);
                }
            });

            assertThatThrownBy(() -> asking.exchange(new RawRequest("GET", "/v1/models?limit=1000&a=b", Map.of(), new byte[0])))
                    .isInstanceOf(AiException.class);
            assertThat(line.get(2, TimeUnit.SECONDS)).isIn("GET /base/v1/models?limit=1000&a=b HTTP/1.1",
                    "GET /base/v1/models?a=b&limit=1000 HTTP/1.1");
        }
    }

    @Test
    void aRequestIsSaidToLeaveBeforeItIsReceivedAndOnlyWhereThereIsAConnection() {
        var received = new ArrayList<Integer>();
        Runnable leaving = () -> received.add(provider.received().size());
        var request = new RawRequest("POST", "/api/chat", Map.of(), "{\"model\":\"m\"}".getBytes(StandardCharsets.US_ASCII));

        client.exchange(request, leaving).close();
        assertThat(received).containsExactly(0);
        assertThat(provider.received()).hasSize(1);
        provider.close();
        assertThatThrownBy(() -> client.exchange(request, leaving)).isInstanceOfSatisfying(AiException.class,
                none -> assertThat(none.code()).isEqualTo(AiException.Code.CONNECT));
        assertThat(received).hasSize(1);
    }

    @Test
    void rerankIsOneEmbedCallOfQueryAndDocuments() {
        var ranking = client.rerank(new RerankRequest(MODEL, "q", List.of("x", "y", "z", "like q"), OptionalInt.of(2)));

        assertThat(ranking.documents()).hasSize(2).first().isEqualTo(new Ranking.Ranked(3, 1.0));
        assertThat(provider.received()).singleElement().satisfies(call -> assertThat(call.body().path("input")).hasSize(5));
    }

    @Test
    void errorStatusCarriesWhatTheModelServerSaid() {
        provider.follow(call -> Ollama.error(404, "model 'm' not found"));

        var error = catchThrowableOfType(AiException.class,
                () -> client.chat(new ChatRequest(MODEL, List.of(Message.user("x")), Sampling.DEFAULT)));

        assertThat(error.code()).isEqualTo(AiException.Code.STATUS);
        assertThat(error.httpStatus()).hasValue(404);
        assertThat(error).hasMessage("model 'm' not found");
    }

    @Test
    void cutStreamIsNeverTakenForAnEnd() {
        provider.follow(call -> Ollama.stream(call, List.of("one"), Duration.ZERO, Reply.End.CUT));

        try (var stream = client.chatStream(new ChatRequest(MODEL, List.of(Message.user("x")), Sampling.DEFAULT))) {
            assertThat(stream.next()).isEqualTo(new AnswerEvent.Text("one"));
            assertThatThrownBy(stream::hasNext).isInstanceOfSatisfying(AiException.class,
                    cut -> assertThat(cut.code()).isEqualTo(AiException.Code.CUT));
        }
    }

    @Test
    void callOnAReusedConnectionThatIsDroppedIsNotRepeated() {
        client.chat(new ChatRequest(MODEL, List.of(Message.user("first")), Sampling.DEFAULT));
        provider.follow(call -> new Reply.HangUp());

        var error = catchThrowableOfType(AiException.class,
                () -> client.chat(new ChatRequest(MODEL, List.of(Message.user("second")), Sampling.DEFAULT)));

        assertThat(error.code()).isEqualTo(AiException.Code.CUT);
        assertThat(provider.received()).hasSize(2);
    }

    @Test
    void closingAStreamHangsUpOnTheModelServer() throws Exception {
        provider.follow(
                call -> Ollama.stream(call, Collections.nCopies(1000, "word "), Duration.ofMillis(5), Reply.End.WELL));

        try (var stream = client.chatStream(new ChatRequest(MODEL, List.of(Message.user("x")), Sampling.DEFAULT))) {
            stream.next();
        }

        provider.received().getFirst().hungUp().get(2, TimeUnit.SECONDS);
    }

    @Test
    void silentModelServerTimesOut() {
        var never = new CountDownLatch(1);
        provider.follow(call -> new Reply.Wait(never, new Reply.HangUp()));

        var error = catchThrowableOfType(AiException.class,
                () -> client.chat(new ChatRequest(MODEL, List.of(Message.user("x")), Sampling.DEFAULT)));
        never.countDown();

        assertThat(error.code()).isEqualTo(AiException.Code.TIMEOUT);
    }

    @Test
    void unreachableModelServerIsToldApartFromOneThatHangsUp() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (var nobody = DirectAiClient.to(URI.create("http://127.0.0.1:" + free), Map.of(), Timeouts.DEFAULT)) {
            var error = catchThrowableOfType(AiException.class,
                    () -> nobody.chat(new ChatRequest(MODEL, List.of(Message.user("x")), Sampling.DEFAULT)));

            assertThat(error.code()).isEqualTo(AiException.Code.CONNECT);
        }
    }

    @Test
    void rawExchangeKeepsFieldsThatNobodyKnows() throws IOException {
        var body = "{\"model\":\"m\",\"stream\":false,\"messages\":[],\"field_of_tomorrow\":{\"a\":[1,2]}}";

        try (var exchange = client
                .exchange(new RawRequest("POST", "/api/chat", Map.of("content-type", "application/json", "x-y", "z"),
                        body.getBytes(StandardCharsets.UTF_8)))) {
            assertThat(exchange.status()).isEqualTo(200);
            assertThat(exchange.header("content-type")).contains("application/json");
            assertThat(new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8)).contains("one two");
        }
        assertThat(provider.received().getFirst().body()).hasToString(body);
        assertThat(provider.received().getFirst().header("x-y")).contains("z");
    }

    @Test
    void whatFailedBeforeItLeftIsToldAsSuch() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var nobody = DirectAiClient.to(URI.create("https://127.0.0.1:" + server.getLocalPort()), Map.of(),
                        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2)))) {
            // It hangs up in the middle of the TLS handshake.
            Thread.ofVirtual().start(() -> {
                try (var connection = server.accept()) {
                    connection.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            var error = catchThrowableOfType(AiException.class,
                    () -> nobody.chat(new ChatRequest(MODEL, List.of(Message.user("x")), Sampling.DEFAULT)));

            assertThat(error.code()).isEqualTo(AiException.Code.CONNECT);
        }
    }

    @Test
    void closingAStreamDoesNotWaitForMoreOfIt() {
        provider.follow(call -> Ollama.stream(call, List.of("one", "two"), Duration.ofSeconds(20), Reply.End.WELL));

        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            try (var stream = client.chatStream(new ChatRequest(MODEL, List.of(Message.user("x")), Sampling.DEFAULT))) {
                stream.next();
            }
        });
    }

    @Test
    void embeddingsThatAreNoneAreABadAnswer() {
        provider.follow(call -> Reply.json(200, "{\"model\":\"m\",\"embeddings\":[[1,2],[3]]}"));

        var error = catchThrowableOfType(AiException.class, () -> client.embed(new EmbedRequest(MODEL, List.of("a", "b"))));

        assertThat(error.code()).isEqualTo(AiException.Code.BAD_RESPONSE);
    }
}
