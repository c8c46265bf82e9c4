package vectord.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.client.AiException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vectord.service.collection.Collections;
import vectord.service.collection.Progress;

@Tag("slow")
class RecoveryTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    Path data;
    @TempDir
    Path image;
    ScriptedAiClient client = new ScriptedAiClient();
    ScriptedAiClient afterwards = new ScriptedAiClient();

    @BeforeEach
    void nothingThereYet() throws IOException {
        Files.delete(image);
    }

    @Test
    void acknowledgedWritesSurviveACrashAndAreStillChargedToWhoeverSentThem() throws IOException {
        crashAfter(server -> {
            server.post("/vectors/c/documents?wait=true",
                    "[{\"id\":\"kept\",\"text\":\"kept\"},{\"id\":\"doomed\",\"text\":\"doomed\"}]");
            var gate = client.hold();
            server.post("/vectors/c/documents", "[{\"id\":\"new\",\"text\":\"whales\"},{\"id\":\"kept\",\"text\":\"replaced\"}]",
                    "test-key",
                    "laptop", "traceparent", TRACE);
            server.delete("/vectors/c/documents/doomed");
            return gate;
        });
        try (var server = VectorsServer.start(image, afterwards)) {
            var status = server.until("/vectors/c", body -> body.path("pending").asInt() == 0);
            assertThat(status.path("documents").asInt()).isEqualTo(2);
            assertThat(server.get("/vectors/c/documents/kept").body().path("text").asText()).isEqualTo("replaced");
            assertThat(server.get("/vectors/c/documents/doomed").status()).isEqualTo(404);
            assertThat(afterwards.embeds()).hasSize(1);
            SearchTest.assertPassedOn(afterwards.embeds().getFirst().context(), "vectord.service.ingest");
        }
    }

    @Test
    void tornTailIsCutAndWhatStandsBeforeItIsReplayed() throws IOException {
        crashAfter(server -> {
            var gate = client.hold();
            server.post("/vectors/c/documents", "{\"id\":\"1\",\"text\":\"whole\"}");
            server.post("/vectors/c/documents", "{\"id\":\"2\",\"text\":\"torn in the middle\"}");
            return gate;
        });
        try (var log = new RandomAccessFile(image.resolve("vectors/c/log").toFile(), "rw")) {
            log.setLength(log.length() - 7);
        }
        try (var server = VectorsServer.start(image, afterwards)) {
            server.until("/vectors/c", body -> body.path("pending").asInt() == 0);
            assertThat(server.get("/vectors/c/documents/1").status()).isEqualTo(200);
            assertThat(server.get("/vectors/c/documents/2").status()).isEqualTo(404);
            server.post("/vectors/c/documents?wait=true", "{\"id\":\"3\",\"text\":\"after the cut\"}");
            assertThat(server.get("/vectors/c").body().path("documents").asInt()).isEqualTo(2);
        }
    }

    @Test
    void whatIsInTheIndexIsNotEmbeddedAgain() throws IOException {
        var log = new byte[1][];
        crashAfter(server -> {
            var gate = client.hold();
            server.post("/vectors/c/documents", "{\"id\":\"1\",\"text\":\"once\"}");
            log[0] = Files.readAllBytes(data.resolve("vectors/c/log"));
            gate.countDown();
            server.until("/vectors/c", body -> body.path("pending").asInt() == 0);
            return gate;
        });
        // As if the crash came after the index was committed and before the log was shortened.
        Files.write(image.resolve("vectors/c/log"), log[0]);
        try (var server = VectorsServer.start(image, afterwards)) {
            assertThat(server.get("/vectors/c").body().path("documents").asInt()).isEqualTo(1);
            assertThat(server.get("/vectors/c").body().path("pending").asInt(-1)).isZero();
            server.post("/vectors/c/documents?wait=true", "{\"id\":\"1\",\"text\":\"twice\"}");
            assertThat(afterwards.embeds()).extracting(call -> call.texts().getFirst()).containsExactly("twice");
            assertThat(server.get("/vectors/c/documents/1").body().path("text").asText()).isEqualTo("twice");
        }
    }

    @Test
    void logIsEmptyOnceEverythingIsIndexed() throws IOException {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/c", "");
            server.post("/vectors/c/documents?wait=true", "{\"id\":\"1\",\"text\":\"x\"}");
        }
        assertThat(data.resolve("vectors/c/log")).isEmptyFile();
        try (var server = VectorsServer.start(data, afterwards)) {
            assertThat(server.get("/vectors/c").body().path("documents").asInt()).isEqualTo(1);
            assertThat(afterwards.embeds()).isEmpty();
        }
    }

    @Test
    void failedEmbeddingIsShownWithItsReasonAndMadeUpFor() {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/c", "{\"embedding\":{\"provider\":\"p\",\"model\":\"m\"}}");
            client.failEmbedding(new AiException(AiException.Code.CUT, "secret"));
            var answer = server.post("/vectors/c/documents?wait=true",
                    "[{\"id\":\"1\",\"text\":\"x\"},{\"id\":\"2\",\"text\":\"y\"}]");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("accepted").asInt()).isEqualTo(2);
            assertThat(answer.body().path("failures").size()).isEqualTo(2);
            var status = server.get("/vectors/c").body();
            assertThat(status.path("failed").asInt()).isEqualTo(2);
            assertThat(status.path("pending").asInt(-1)).isZero();
            assertThat(server.bean(Collections.class).progress()).extracting(Progress::pending, Progress::failed)
                    .containsExactly(0, 2);
            assertThat(status.path("failures").path(0).path("reason").asText())
                    .isEqualTo("p/m: hung up before its answer was complete");
            assertThat(status.path("failures").path(0).path("attempts").asInt()).isGreaterThanOrEqualTo(3);
            client.recover();
            var recovered = server.until("/vectors/c", body -> body.path("failed").asInt() == 0);
            assertThat(recovered.path("documents").asInt()).isEqualTo(2);
        }
    }

    @Test
    void oneDocumentThatIsRefusedDoesNotHoldUpTheOthers() {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/c", "");
            client.failEmbedding(texts -> texts.stream().anyMatch(text -> text.contains("poison"))
                    ? Optional.of(new AiException(400, "too long"))
                    : Optional.empty());
            var answer = server.post("/vectors/c/documents?wait=true",
                    "[{\"id\":\"1\",\"text\":\"fine\"},{\"id\":\"2\",\"text\":\"poison\"},{\"id\":\"3\",\"text\":\"fine too\"}]");
            assertThat(answer.body().path("failures").size()).isEqualTo(1);
            assertThat(answer.body().path("failures").path(0).path("id").asText()).isEqualTo("2");
            assertThat(server.get("/vectors/c").body().path("documents").asInt()).isEqualTo(2);
            assertThat(server.delete("/vectors/c/documents/2?wait=true").status()).isEqualTo(204);
            assertThat(server.get("/vectors/c").body().path("failed").asInt(-1)).isZero();
        }
    }

    @Test
    void documentsEmbeddedByAnotherModelFailAndNameBoth() {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/c", "");
            server.post("/vectors/c/documents?wait=true", "{\"id\":\"1\",\"text\":\"x\"}");
            client.become("other", 64);
            var answer = server.post("/vectors/c/documents?wait=true", "{\"id\":\"2\",\"text\":\"y\"}");
            assertThat(answer.body().path("failures").path(0).path("reason").asText()).contains("bag-of-words").contains("other");
            assertThat(server.get("/vectors/c").body().path("documents").asInt()).isEqualTo(1);
        }
    }

    @Test
    void tooMuchThatIsPendingIsRefusedUntilItIsIndexed() {
        try (var server = VectorsServer.start(data, client, Map.of("vectors.max-pending-bytes", "300"))) {
            server.put("/vectors/c", "");
            var gate = client.hold();
            assertThat(server.post("/vectors/c/documents", "{\"id\":\"1\",\"text\":\"" + "x ".repeat(200) + "\"}").status())
                    .isEqualTo(202);
            var refused = server.post("/vectors/c/documents", "{\"id\":\"2\",\"text\":\"y\"}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("code").asText()).isEqualTo("busy");
            assertThat(refused.http().headers().firstValue("retry-after")).isPresent();
            gate.countDown();
            server.until("/vectors/c", body -> body.path("pending").asInt() == 0);
            assertThat(server.post("/vectors/c/documents?wait=true", "{\"id\":\"2\",\"text\":\"y\"}").status()).isEqualTo(200);
        }
    }

    @Test
    void waitingIsBounded() {
        try (var server = VectorsServer.start(data, client, Map.of("vectors.wait-limit", "PT0.05S"))) {
            server.put("/vectors/c", "");
            var gate = client.hold();
            assertThat(server.post("/vectors/c/documents?wait=true", "{\"id\":\"1\",\"text\":\"x\"}").status()).isEqualTo(202);
            gate.countDown();
        }
    }

    @Test
    void collectionThatCannotBeOpenedDoesNotKeepTheOthersFromIt() throws IOException {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/broken", "");
            server.put("/vectors/whole", "");
        }
        Files.writeString(data.resolve("vectors/broken/live"), "rubbish");
        try (var server = VectorsServer.start(data, client)) {
            assertThat(server.get("/vectors/whole").status()).isEqualTo(200);
            var broken = server.get("/vectors/broken");
            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.body().path("code").asText()).isEqualTo("storage");
            assertThat(server.put("/vectors/broken", "").status()).isEqualTo(500);
        }
    }

    private void crashAfter(Work work) throws IOException {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/c", "");
            var gate = work.on(server);
            VectorsServer.crashImage(data, image);
            gate.countDown();
        }
    }

    private interface Work {

        CountDownLatch on(VectorsServer server) throws IOException;
    }
}
