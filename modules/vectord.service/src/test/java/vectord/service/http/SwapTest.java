package vectord.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vectord.service.CollectionName;
import vectord.service.collection.Collections;

@Tag("slow")
class SwapTest {

    @TempDir
    Path data;

    @Test
    void swapsUnderQueriesAndWritesDropNone() throws Exception {
        var client = new ScriptedAiClient();
        try (var server = VectorsServer.start(data, client); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.put("/vectors/c", "");
            server.post("/vectors/c/documents?wait=true",
                    "[{\"id\":\"1\",\"text\":\"whales\"},{\"id\":\"2\",\"text\":\"ships\"}]");
            server.delete("/vectors/c/documents/2?wait=true");
            var stop = new AtomicBoolean();
            var queries = new AtomicInteger();
            Callable<Boolean> asking = () -> {
                boolean good = true;
                while (!stop.get()) {
                    var answer = server.post("/vectors/c/query", "{\"text\":\"whales\",\"limit\":1}");
                    good &= answer.status() == 200 && answer.body().path("data").path(0).path("id").asText().equals("1");
                    queries.incrementAndGet();
                }
                return good;
            };
            var askers = IntStream.range(0, 4).mapToObj(_ -> threads.submit(asking)).toList();
            var collection = server.bean(Collections.class).get(new CollectionName("c"));
            for (int swap = 1; swap <= 20; swap++) {
                assertThat(collection.rebuild()).isEqualTo(swap + 1);
                assertThat(
                        server.post("/vectors/c/documents?wait=true", "{\"id\":\"w" + swap + "\",\"text\":\"written\"}").status())
                        .isEqualTo(200);
            }
            stop.set(true);
            for (var asker : askers) {
                assertThat(asker.get()).isTrue();
            }
            assertThat(queries).hasPositiveValue();
            var status = server.get("/vectors/c").body();
            assertThat(status.path("generation").asInt()).isEqualTo(21);
            assertThat(status.path("documents").asInt()).isEqualTo(21);
            assertThat(data.resolve("vectors/c/generations").toFile().list()).containsExactly("21");
        }
        try (var server = VectorsServer.start(data, client)) {
            assertThat(server.get("/vectors/c").body().path("generation").asInt()).isEqualTo(21);
            assertThat(server.get("/vectors/c").body().path("documents").asInt()).isEqualTo(21);
        }
    }
}
