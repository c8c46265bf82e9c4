package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// The image as its user meets it.
class ImageIT {

    private static final Duration GRACE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void itServesAndEndsCleanlyOnASignalAlthoughAConnectionIsOpen() throws IOException, InterruptedException {
        try (var service = Launched.serve(directory, Map.of())) {
            assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
            var word = UUID.randomUUID().toString().substring(0, 8);
            var answer = service.post("/v1/chat", """
                    {"messages":[{"role":"user","content":"Reply with %s and nothing else."}]}""".formatted(word));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"content\":\"" + word + "\"", "\"finish_reason\":\"stop\"");

            assertThat(service.awaitLine("serving http://127.0.0.1:")).contains(
                    "data in " + directory.toRealPath().resolve("data"),
                    "(embedded)", "java " + Runtime.version().feature());
            service.terminate();
            assertThat(service.exit(GRACE)).isEqualTo(143);
            assertThat(service.output()).noneMatch(line -> line.contains(" SEVERE ") || line.startsWith("\tat "));
        }
        try (var again = Launched.serve(directory, Map.of())) {
            assertThat(again.get("/v1/usage/calls").body()).contains("\"status\":\"ok\"");
        }
    }

    @Test
    void aSecondServiceOnTheSameDataRefusesInOneLine() throws IOException, InterruptedException {
        try (var first = Launched.serve(directory, Map.of());
                var second = Launched.run(directory, Map.of(), "serve", "--data", "data", "--port", "0")) {
            assertThat(second.exit(Duration.ofMinutes(1))).isEqualTo(3);
            assertThat(second.output()).singleElement().asString().startsWith("lakehouse: data.dir: ")
                    .endsWith("is in use by process " + first.pid());
            assertThat(first.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void withoutACacheItStartsToo() throws IOException, InterruptedException {
        try (var service = Launched.serve(directory, Map.of("LAKEHOUSE_AOT", directory.resolve("nothing").toString()))) {
            assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aCacheThatDoesNotFitIsPassedOverInSilence() throws IOException, InterruptedException {
        var cache = Files.writeString(directory.resolve("junk.aot"), "junk");
        Files.writeString(directory.resolve("junk.aot.home"), Launched.IMAGE.toRealPath() + "\n");
        try (var version = Launched.run(directory, Map.of("LAKEHOUSE_AOT", cache.toString()), "version")) {
            assertThat(version.exit(Duration.ofMinutes(1))).isZero();
            assertThat(version.output()).singleElement().asString().startsWith("lakehouse ");
        }
    }

    @Test
    void onlyACacheThatWasMadeForThisPlaceIsUsed() throws IOException, InterruptedException {
        var cache = Files.writeString(directory.resolve("other.aot"), "junk");
        var home = directory.resolve("other.aot.home");
        Files.writeString(home, Launched.IMAGE.toRealPath() + "\n");
        assertThat(flags(cache)).contains("-XX:AOTCache=" + cache);
        Files.writeString(home, "/opt/elsewhere\n");
        assertThat(flags(cache)).doesNotContain("AOTCache");
        Files.delete(home);
        assertThat(flags(cache)).doesNotContain("AOTCache");
    }

    private String flags(Path cache) throws IOException, InterruptedException {
        var environment = Map.of("LAKEHOUSE_AOT", cache.toString(), "JAVA_OPTS", "-XX:+PrintCommandLineFlags");
        try (var version = Launched.run(directory, environment, "version")) {
            assertThat(version.exit(Duration.ofMinutes(1))).isZero();
            return version.output().getFirst();
        }
    }

    @Test
    void theLauncherIsFoundThroughASymbolicLink() throws IOException, InterruptedException {
        var link = Files.createSymbolicLink(directory.resolve("lakehouse"), Launched.IMAGE.resolve("bin/lakehouse"));
        try (var version = Launched.run(link, directory, Map.of(), URI.create("http://127.0.0.1"), List.of("version"))) {
            assertThat(version.exit(Duration.ofMinutes(1))).isZero();
            assertThat(version.output()).singleElement().asString().startsWith("lakehouse ");
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void theCacheWasMadeByTheBuildAndFits() throws IOException, InterruptedException {
        try (var train = Launched.run(directory, Map.of(), "train", "--if-needed")) {
            assertThat(train.exit(Duration.ofMinutes(2))).isZero();
            assertThat(train.output()).singleElement().asString().startsWith("fits: ");
        }
    }

    @Test
    void itIsNotReadyWhenTheSidecarIsGone() throws IOException, InterruptedException {
        var sidecar = ScriptedProvider.start(Ollama.answering("a", "b"), "llama");
        try (sidecar; var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
            assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
            sidecar.close();
            var answer = service.get("/health/ready");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"sidecar\"", sidecar.uri().toString());
            assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
        }
    }
}
