package sidecar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sidecar.embedded.Caller.chat;
import static sidecar.embedded.Caller.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sidecar.embedded.SidecarException.Code;

@Timeout(60)
class LifecycleTest {

    @TempDir
    Path directory;

    /// A stream far larger than what the sockets between can hold, of which the first line has been read.
    private static Socket openStream(URI uri) throws IOException {
        var body = chat("user", "Reply with " + "again ".repeat(200_000)).put("stream", true).toString();
        var socket = new Socket();
        socket.setReceiveBufferSize(8192);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream()
                .write(("POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        var in = socket.getInputStream();
        assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }

    @Test
    void closingCutsAStreamThatRunsAndDoesNotPretendThatItEnded() throws Exception {
        var sidecar = EmbeddedSidecar.start(directory, 0);
        try (var socket = openStream(sidecar.uri())) {
            var closed = CompletableFuture.runAsync(sidecar::close);
            closed.get(20, TimeUnit.SECONDS);
            var rest = new StringBuilder();
            try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                in.lines().forEach(rest::append);
            } catch (IOException | UncheckedIOException e) {
                rest.append("reset");
            }
            assertThat(rest).contains("again").doesNotContain("done_reason").doesNotEndWith("\r\n0");
        }
        assertThatThrownBy(() -> new Caller(sidecar.uri()).get("/")).isInstanceOf(UncheckedIOException.class);
        sidecar.close();
    }

    @Test
    void aCallerThatHangsUpEndsItsStream() throws Exception {
        var sidecar = EmbeddedSidecar.start(directory, 0);
        openStream(sidecar.uri()).close();
        assertThat(new Caller(sidecar.uri()).says(chat("user", "Reply with PONG"))).isEqualTo("PONG");
        // Were the stream still open, closing would give it two seconds.
        assertThat(CompletableFuture.runAsync(sidecar::close)).succeedsWithin(Duration.ofMillis(1500));
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedSidecar.start(directory, taken.getLocalPort())).isInstanceOf(SidecarException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .extracting(e -> ((SidecarException) e).code()).isEqualTo(Code.CANNOT_LISTEN);
        }
        assertThatThrownBy(() -> EmbeddedSidecar.start(directory, 70_000)).hasMessageContaining("127.0.0.1:70000");
    }

    @Test
    void aModelThatCannotBeLoadedIsAnErrorOfEachCallAndNotOfTheServer() throws Exception {
        var file = Files.createFile(directory.resolve("no-folder"));
        try (var sidecar = EmbeddedSidecar.start(file, 0)) {
            var caller = new Caller(sidecar.uri());
            var answer = caller.post("/api/embed", embed("x"));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.error()).contains("the model failed").contains("no-folder");
            assertThat(caller.post("/api/chat", chat("user", "Reply with x")).status()).isEqualTo(500);
            assertThat(caller.get("/api/tags").status()).isEqualTo(200);
            assertThat(caller.get("/api/ps").body().path("models")).isEmpty();
        }
    }

    @Test
    void aServerOutlivesAnotherOneInTheSameProcess() {
        try (var other = EmbeddedSidecar.start(directory, 0)) {
            double first = firstValue(other);
            try (var one = EmbeddedSidecar.start(directory, 0)) {
                assertThat(one.uri()).isNotEqualTo(other.uri());
                assertThat(firstValue(one)).isEqualTo(first);
            }
            assertThat(firstValue(other)).isEqualTo(first).isNotZero();
        }
    }

    private static double firstValue(EmbeddedSidecar sidecar) {
        return new Caller(sidecar.uri()).post("/api/embed", embed("x")).body().at("/embeddings/0/0").doubleValue();
    }
}
