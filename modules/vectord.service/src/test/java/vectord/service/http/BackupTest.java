package vectord.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vectord.service.CollectionBackups;
import vectord.service.CollectionFiles;
import vectord.service.VectorsException;

/// Copies of collections, and collections made of them.
class BackupTest {

    @TempDir
    Path data;
    @TempDir
    Path elsewhere;
    ScriptedAiClient client = new ScriptedAiClient();
    ScriptedAiClient afterwards = new ScriptedAiClient();

    @Test
    void aCopyHasWhatIsIndexedAndWhatIsOnlyAcknowledged() throws IOException {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/empty", "{}");
            server.put("/vectors/c", "{}");
            server.post("/vectors/c/documents?wait=true",
                    "[{\"id\":\"kept\",\"text\":\"kept\"},{\"id\":\"gone\",\"text\":\"gone\"}]");
            var gate = client.hold();
            server.post("/vectors/c/documents", "[{\"id\":\"new\",\"text\":\"whales\"},{\"id\":\"kept\",\"text\":\"replaced\"}]");
            server.delete("/vectors/c/documents/gone");

            var copy = server.bean(CollectionBackups.class).copyTo(elsewhere.resolve("copy"));

            assertThat(copy.collections()).isEqualTo(2);
            assertThat(copy.unreadable()).isEmpty();
            server.post("/vectors/c/documents", "{\"id\":\"later\",\"text\":\"after the copy\"}");
            gate.countDown();
        }
        var restored = elsewhere.resolve("data");
        assertThat(new CollectionFiles(restored.resolve("vectors")).restore(elsewhere.resolve("copy")).collections())
                .isEqualTo(2);
        try (var server = VectorsServer.start(restored, afterwards)) {
            var status = server.until("/vectors/c", body -> body.path("pending").asInt() == 0);
            assertThat(status.path("documents").asInt()).isEqualTo(2);
            assertThat(server.get("/vectors/c/documents/kept").body().path("text").asText()).isEqualTo("replaced");
            assertThat(server.get("/vectors/c/documents/new").status()).isEqualTo(200);
            assertThat(server.get("/vectors/c/documents/gone").status()).isEqualTo(404);
            assertThat(server.get("/vectors/c/documents/later").status()).isEqualTo(404);
            assertThat(server.get("/vectors/empty").body().path("documents").asInt()).isZero();
        }
    }

    /// Its index is committed, merged, and its log cut, all the while.
    @Test
    void everyCopyOfACollectionThatIsWrittenHasAllThatWasAcknowledgedBefore() throws Exception {
        var acknowledged = new AtomicInteger();
        var over = new AtomicBoolean();
        var before = new int[5];
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/c", "{}");
            var writing = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    int next = acknowledged.get();
                    if (server.post("/vectors/c/documents", "{\"id\":\"" + next + "\",\"text\":\"whale " + next + "\"}")
                            .status() == 202) {
                        acknowledged.incrementAndGet();
                    }
                }
            });
            for (int round = 0; round < before.length; round++) {
                int so = acknowledged.get();
                server.until("/vectors/c", body -> acknowledged.get() > so + 20);
                before[round] = acknowledged.get();
                server.bean(CollectionBackups.class).copyTo(elsewhere.resolve("copy-" + round));
            }
            over.set(true);
            writing.join();
        }
        for (int round = 0; round < before.length; round++) {
            var restored = elsewhere.resolve("data-" + round);
            assertThat(new CollectionFiles(restored.resolve("vectors")).restore(elsewhere.resolve("copy-" + round)).unreadable())
                    .isEmpty();
            try (var server = VectorsServer.start(restored, new ScriptedAiClient())) {
                var status = server.until("/vectors/c", body -> body.path("pending").asInt() == 0);
                assertThat(status.path("documents").asInt()).as("round %d", round).isGreaterThanOrEqualTo(before[round]);
                for (int id = 0; id < before[round]; id++) {
                    assertThat(server.get("/vectors/c/documents/" + id).status()).as("%d of %d", id, before[round])
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void aCollectionThatCannotBeOpenedIsCopiedAsItLiesThereAndTold() throws IOException {
        var broken = Files.createDirectories(data.resolve("vectors/broken"));
        Files.writeString(broken.resolve("collection.json"), "half of a fi");
        try (var server = VectorsServer.start(data, client)) {
            var copy = server.bean(CollectionBackups.class).copyTo(elsewhere.resolve("copy"));
            assertThat(copy.collections()).isEqualTo(1);
            assertThat(copy.unreadable()).containsExactly("broken");
        }
        var restored = new CollectionFiles(elsewhere.resolve("vectors")).restore(elsewhere.resolve("copy"));
        assertThat(restored.unreadable()).containsExactly("broken");
        assertThat(elsewhere.resolve("vectors/broken/collection.json")).hasContent("half of a fi");
    }

    @Test
    void aCollectionOfANewerVersionIsLeftAlone() throws IOException {
        try (var server = VectorsServer.start(data, client)) {
            server.put("/vectors/c", "{}");
        }
        var file = data.resolve("vectors/c/collection.json");
        var today = Files.readString(file);
        assertThat(today).contains("\"format\":1");
        Files.writeString(file, today.replace("\"format\":1", "\"format\":2,\"of_tomorrow\":true"));
        var message = "the collection in " + file.getParent() + " has format 2, of a newer version; this one knows format 1";
        assertThatThrownBy(() -> VectorsServer.start(data, client)).hasStackTraceContaining(message);
        assertThatThrownBy(() -> new CollectionFiles(data.resolve("vectors")).copyTo(elsewhere.resolve("copy")))
                .isInstanceOfSatisfying(VectorsException.class,
                        newer -> assertThat(newer.code()).isEqualTo(VectorsException.Code.NEWER_FORMAT));
        // What was written before there were formats is of the first.
        Files.writeString(file, today.replace("\"format\":1,", ""));
        try (var server = VectorsServer.start(data, client)) {
            assertThat(server.get("/vectors/c").status()).isEqualTo(200);
        }
    }
}
