package sidecar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static sidecar.embedded.Caller.chat;
import static sidecar.embedded.Caller.embed;
import static sidecar.embedded.Caller.prompt;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest extends RunningSidecar {

    @AfterEach
    void theNextRequestWorks() {
        assertThat(caller.says(chat("user", "Reply with PONG"))).isEqualTo("PONG");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"/api/chat|{|not JSON", "/api/chat|{} {}|not JSON",
        "/api/chat|[]|JSON object", "/api/chat||missing request body", "/api/chat|{\"messages\":[]}|model is required",
        "/api/chat|{\"model\":7}|model must be a string",
        "/api/chat|{\"model\":\"extractive\",\"messages\":{}}|messages must be a list",
        "/api/chat|{\"model\":\"extractive\",\"messages\":[\"hi\"]}|messages[0] must be an object",
        "/api/chat|{\"model\":\"extractive\",\"messages\":[{\"content\":\"x\"}]}|messages[0].role is required",
        "/api/chat|{\"model\":\"extractive\",\"messages\":[{\"role\":\"king\",\"content\":\"x\"}]}|messages[0].role must be",
        "/api/chat|{\"model\":\"extractive\",\"messages\":[{\"role\":\"user\"}]}|messages[0].content is required",
        "/api/chat|{\"model\":\"extractive\",\"messages\":[{\"role\":\"user\",\"content\":[]}]}|messages[0].content must be a string",
        "/api/chat|{\"model\":\"extractive\",\"stream\":\"no\"}|stream must be true or false",
        "/api/chat|{\"model\":\"extractive\",\"options\":{\"num_predict\":1.5}}|options.num_predict must be a whole number",
        "/api/chat|{\"model\":\"extractive\",\"options\":{\"stop\":\"x\"}}|options.stop must be a list",
        "/api/chat|{\"model\":\"extractive\",\"options\":[]}|options must be an object",
        "/api/generate|{\"model\":\"extractive\",\"prompt\":[]}|prompt must be a string",
        "/api/embed|{\"model\":\"all-minilm\"}|input is required",
        "/api/embed|{\"model\":\"all-minilm\",\"input\":[]}|input has 0 texts",
        "/api/embed|{\"model\":\"all-minilm\",\"input\":[\"a\",1]}|input[1] must be a string",
        "/api/embed|{\"model\":\"all-minilm\",\"input\":5}|input must be a string",
        "/api/embeddings|{\"model\":\"all-minilm\",\"prompt\":5}|prompt must be a string", "/api/show|{}|name is required"})
    void whatCannotBeReadIsRefusedByName(String path, String body, String reason) {
        var answer = caller.post(path, body == null ? "" : body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(reason);
        assertThat(answer.body().fieldNames()).toIterable().containsExactly("error");
    }

    static Stream<Arguments> impossible() {
        return Stream.of(Arguments.of("/api/chat", chat("user", "x").put("format", "json"), "format"),
                Arguments.of("/api/generate", prompt("x").set("format", Caller.JSON.createObjectNode().put("type", "object")),
                        "format"),
                Arguments.of("/api/generate", prompt("x").put("suffix", "y"), "suffix"),
                Arguments.of("/api/chat", chat("user", "x").put("think", true), "think"),
                Arguments.of("/api/chat", chat("user", "x").set("tools", Caller.JSON.createArrayNode().add(1)), "tools"),
                Arguments.of("/api/generate", prompt("x").set("images", Caller.JSON.createArrayNode().add("aGk=")), "images"),
                Arguments.of("/api/chat",
                        "{\"model\":\"extractive\",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[\"aGk=\"]}]}",
                        "messages[0].images"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatItCannotDoIsRefusedNotIgnored(String path, Object request, String field) {
        var answer = caller.post(path, request);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("\"extractive\" does not support " + field);
    }

    @Test
    void whatIsAskedForButEmptyIsNoRefusal() {
        var request = chat("user", "Reply with yes").put("format", "").put("think", false);
        request.putArray("tools");
        assertThat(caller.says(request)).isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat", "/api/generate", "/api/embed", "/api/embeddings", "/api/show"})
    void anUnknownModelIsNotFound(String path) {
        var answer = caller.post(path, "{\"model\":\"nobody:7b\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("model 'nobody:7b' not found");
        var long_ = caller.post(path, "{\"model\":\"" + "x".repeat(10_000) + "\"}");
        assertThat(long_.status()).isEqualTo(404);
        assertThat(long_.error()).hasSizeLessThan(300);
    }

    @Test
    void aModelIsNotUsedForWhatTheOtherOneDoes() {
        var chat = caller.post("/api/chat", "{\"model\":\"all-minilm\",\"messages\":[]}");
        assertThat(chat.status()).isEqualTo(400);
        assertThat(chat.error()).isEqualTo("\"all-minilm\" does not support chat; \"extractive\" does");
        assertThat(caller.post("/api/generate", "{\"model\":\"all-minilm:latest\"}").error())
                .contains("does not support generate");
        var embed = caller.post("/api/embed", embed("x").put("model", "extractive"));
        assertThat(embed.status()).isEqualTo(400);
        assertThat(embed.error()).isEqualTo("\"extractive\" does not support embeddings; \"all-minilm\" does");
    }

    @Test
    void tooManyTextsAreRefused() {
        var texts = new String[2049];
        Arrays.fill(texts, "x");
        var answer = caller.post("/api/embed", embed(texts));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("2049").contains("2048");
    }

    @Test
    void unknownPathsAndWrongMethodsAreErrorsInTheSameShape() {
        assertThat(caller.get("/api/nothing").status()).isEqualTo(404);
        assertThat(caller.get("/api/nothing").error()).contains("/api/nothing");
        assertThat(caller.get("/api/chat").status()).isEqualTo(405);
        assertThat(caller.post("/api/tags", "{}").error()).isEqualTo("/api/tags takes GET");
    }

    @Test
    void aBodyOverTheLimitIsRefusedBeforeItIsSent() throws IOException {
        try (var socket = new Socket(sidecar.uri().getHost(), sidecar.uri().getPort())) {
            socket.getOutputStream()
                    .write(("POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + ((32 << 20) + 1) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("{\"error\":\"413");
        }
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        var body = "{\"model\":\"extractive\",\"prompt\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xff;
        var answer = caller.send(caller.request("/api/generate").POST(BodyPublishers.ofByteArray(body)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("not JSON");
        assertThat(caller.post("/api/generate", "{\"model\":\"extractive\",\"prompt\":\"\0\"}").status()).isEqualTo(400);
        assertThat(caller.post("/api/embed", "{\"model\":\"all-minilm\",\"input\":\"a\\u0000b\"}").status()).isEqualTo(200);
    }

    @Test
    void aWebPageInABrowserIsKeptOut() {
        var foreign = caller
                .send(caller.posting("/api/chat", chat("user", "Reply with x")).header("Origin", "https://example.org"));
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.error()).contains("Origin");
        assertThat(
                caller.send(caller.posting("/api/chat", chat("user", "Reply with x")).header("Origin", "http://localhost:3000"))
                        .status())
                .isEqualTo(200);
    }
}
