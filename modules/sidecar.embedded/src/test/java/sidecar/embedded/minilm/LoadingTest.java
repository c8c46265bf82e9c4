package sidecar.embedded.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sidecar.embedded.Caller;
import sidecar.embedded.EmbeddedSidecar;

@Timeout(60)
class LoadingTest {

    @Test
    void aRequestThatComesBeforeTheModelWaitsForIt(@TempDir Path directory) throws Exception {
        CompletableFuture<Caller.Answer> answer;
        // Loading begins with the native libraries, which one thread at a time may unpack.
        synchronized (NativeLibraries.class) {
            var sidecar = EmbeddedSidecar.start(directory, 0);
            var caller = new Caller(sidecar.uri());
            answer = caller.postLater("/api/chat", Caller.chat("user", "Reply with PONG"))
                    .whenComplete((done, failed) -> sidecar.close());
            assertThat(caller.get("/api/ps").body().path("models")).isEmpty();
            assertThat(caller.get("/api/tags").body().path("models")).hasSize(2);
            assertThat(answer).isNotDone();
        }
        var body = answer.get(30, TimeUnit.SECONDS).body();
        assertThat(body.at("/message/content").asText()).isEqualTo("PONG");
        assertThat(body.path("load_duration").longValue()).isPositive().isLessThan(body.path("total_duration").longValue());
    }

    @Test
    void theFileIsTheOneThatIsListed() throws Exception {
        try (var network = ModelFiles.open(ModelFiles.NETWORK)) {
            var bytes = network.readAllBytes();
            assertThat(bytes).hasSize((int) ModelFiles.NETWORK_SIZE);
            assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .isEqualTo(ModelFiles.NETWORK_DIGEST);
        }
    }
}
