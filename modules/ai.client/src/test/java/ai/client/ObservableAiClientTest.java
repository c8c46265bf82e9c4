package ai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

class ObservableAiClientTest {

    private static final String ANSWER = """
            {"model":"m","choices":[{"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":3,"completion_tokens":1}}""";
    private static final CallContext CONTEXT = new CallContext("vectord.service.rag",
            new Originator(Optional.of("laptop"), Optional.of("Zoë & co")), Optional.of("s 1"), List.of("red", "a,b"),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

    private final ScriptedProvider gateway = ScriptedProvider.start(call -> Reply.json(200, ANSWER));
    private final AtomicReference<URI> address = new AtomicReference<>(gateway.uri());
    private final AiClient client = AiClient.observable(address::get, "tester", Optional.of("secret"));

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void chatGoesOverTheGatewayUnderTheCallersName() {
        var answer = client.chat(ChatRequest.of(Message.user("is it?")));

        assertThat(answer.text()).isEqualTo("yes");
        assertThat(answer.usage().input()).hasValue(3);
        var call = gateway.received().getFirst();
        assertThat(call.path()).isEqualTo("/v1/chat");
        assertThat(call.header("authorization")).contains("Bearer secret");
        assertThat(call.header("x-lakehouse-caller")).contains("tester");
        assertThat(call.header("x-lakehouse-on-behalf-of")).isEmpty();
        assertThat(call.body()).hasToString("{\"messages\":[{\"role\":\"user\",\"content\":\"is it?\"}]}");
    }

    @Test
    void contextIsPassedOnWhole() {
        client.in(CONTEXT).generate(GenerateRequest.of("x"));

        var call = gateway.received().getFirst();
        assertThat(call.header("x-lakehouse-caller")).contains("vectord.service.rag");
        assertThat(call.header("x-lakehouse-on-behalf-of").map(Originator::parse)).contains(CONTEXT.originator());
        assertThat(call.header("x-lakehouse-session")).contains("s%201");
        assertThat(call.header("x-lakehouse-tags")).contains("red,a%2Cb");
        assertThat(call.header("traceparent")).isEqualTo(CONTEXT.traceparent());
    }

    @Test
    void streamIsReadPieceByPiece() {
        gateway.follow(call -> new Reply.Pieces("text/event-stream", List.of(event("he"), event("llo"),
                "data: {\"model\":\"m\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n",
                "data: [DONE]\n\n"),
                Duration.ZERO, Reply.End.WELL));

        try (var stream = client.chatStream(ChatRequest.of(Message.user("x")))) {
            assertThat(stream.next()).isEqualTo(new AnswerEvent.Text("he"));
            assertThat(stream.next()).isEqualTo(new AnswerEvent.Text("llo"));
            assertThat(stream.next()).isInstanceOfSatisfying(AnswerEvent.Finished.class, end -> {
                assertThat(end.finishReason()).contains("stop");
                assertThat(end.usage().input()).hasValue(7);
            });
            assertThat(stream.hasNext()).isFalse();
        }
        assertThat(gateway.received().getFirst().header("accept")).contains("text/event-stream");
    }

    @Test
    void streamThatEndsInAnErrorEventIsNoAnswer() {
        gateway.follow(call -> new Reply.Pieces("text/event-stream",
                List.of(event("he"), "data: {\"error\":{\"message\":\"ollama/m: cut\"}}\n\n"), Duration.ZERO, Reply.End.WELL));

        try (var stream = client.chatStream(ChatRequest.of(Message.user("x")))) {
            stream.next();
            assertThatThrownBy(stream::hasNext).isInstanceOf(AiException.class).hasMessage("ollama/m: cut");
        }
    }

    @Test
    void closingAStreamHangsUpOnTheGateway() throws Exception {
        gateway.follow(call -> new Reply.Pieces("text/event-stream", Collections.nCopies(1000, event("x")), Duration.ofMillis(5),
                Reply.End.WELL));

        try (var stream = client.chatStream(ChatRequest.of(Message.user("x")))) {
            stream.next();
        }

        gateway.received().getFirst().hungUp().get(2, TimeUnit.SECONDS);
    }

    @Test
    void closingAStreamDoesNotWaitForMoreOfIt() {
        gateway.follow(call -> new Reply.Pieces("text/event-stream", List.of(event("x"), event("y")), Duration.ofSeconds(20),
                Reply.End.WELL));

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            try (var stream = client.chatStream(ChatRequest.of(Message.user("x")))) {
                stream.next();
            }
        });
    }

    @Test
    void callOnAReusedConnectionThatIsDroppedIsNotRepeated() {
        client.chat(ChatRequest.of(Message.user("first")));
        gateway.follow(call -> new Reply.HangUp());

        var error = catchThrowableOfType(AiException.class, () -> client.chat(ChatRequest.of(Message.user("second"))));

        assertThat(error.code()).isEqualTo(AiException.Code.CUT);
        assertThat(gateway.received()).hasSize(2);
    }

    @Test
    void embeddingsKeepTheirOrder() {
        gateway.follow(call -> Reply.json(200,
                """
                {"model":"e","data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,0.5]}],"usage":{"prompt_tokens":4}}"""));

        var embeddings = client.embed(new EmbedRequest(ModelRef.DEFAULT, List.of("a", "b")));

        assertThat(embeddings.vectors()).containsExactly(new float[]{1, 0}, new float[]{0, 0.5f});
        assertThat(embeddings.usage().output()).isEmpty();
    }

    @Test
    void rankingComesInCoheresShape() {
        gateway.follow(call -> Reply.json(200, "{\"model\":\"e\",\"results\":[{\"index\":1,\"relevance_score\":0.9}]}"));

        var ranking = client.rerank(new RerankRequest(ModelRef.DEFAULT, "q", List.of("a", "b"), OptionalInt.of(1)));

        assertThat(ranking.documents()).containsExactly(new Ranking.Ranked(1, 0.9));
    }

    @Test
    void errorOfTheGatewayIsToldInItsWords() {
        gateway.follow(call -> Reply.json(404, "{\"error\":{\"message\":\"no model 'x'\",\"type\":\"unknown_model\"}}"));

        var error = catchThrowableOfType(AiException.class, () -> client.chat(ChatRequest.of(Message.user("x"))));

        assertThat(error).hasMessage("no model 'x'");
        assertThat(error.httpStatus()).hasValue(404);
    }

    @Test
    void gatewayThatMovedIsFoundAgain() {
        client.chat(ChatRequest.of(Message.user("x")));
        try (var moved = ScriptedProvider.start(call -> Reply.json(200, ANSWER))) {
            address.set(moved.uri());
            client.chat(ChatRequest.of(Message.user("x")));

            assertThat(moved.received()).hasSize(1);
        }
    }

    private static String event(String text) {
        return "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
    }
}
