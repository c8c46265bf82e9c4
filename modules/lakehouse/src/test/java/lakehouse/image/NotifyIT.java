package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import lakehouse.systemd.NotifyReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// What systemd hears of the image's service from its start to its end.
class NotifyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void itIsReadyThenLivesThenDrainsThenCloses() throws Exception {
        try (var receiver = NotifyReceiver.at(directory.resolve("notify").toString());
                var sidecar = ScriptedProvider.start(
                        call -> Ollama.stream(call, Collections.nCopies(40, "word "), Duration.ofMillis(100), Reply.End.WELL),
                        "llama");
                var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString(), "NOTIFY_SOCKET",
                        receiver.address(), "WATCHDOG_USEC", "1000000"))) {
            receiver.await(("READY=1\nSTATUS=serving " + service.uri())::equals, PATIENCE);
            receiver.await("WATCHDOG=1"::equals, PATIENCE);
            receiver.await("WATCHDOG=1"::equals, PATIENCE);
            assertThat(receiver.heard()).as("before it is ready it says nothing").first().asString().startsWith("READY=1\n");
            assertThat(ProcessHandle.of(service.pid()).flatMap(process -> process.info().command())).as("the main process")
                    .hasValueSatisfying(command -> assertThat(command).endsWith("/jre/bin/java"));
            var answer = service.stream("/v1/chat",
                    "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"go on\"}]}");

            service.terminate();

            assertThat(receiver.await(said -> said.startsWith("STOPPING=1"), PATIENCE))
                    .matches("STOPPING=1\nSTATUS=draining, 1 call in flight, until \\d\\d:\\d\\d:\\d\\d at the latest");
            receiver.await("WATCHDOG=1"::equals, PATIENCE);
            assertThat(answer.body().filter(line -> line.startsWith("data:")).toList()).last().isEqualTo("data: [DONE]");
            receiver.await("STATUS=closing, no call in flight"::equals, PATIENCE);
            assertThat(service.exit(PATIENCE)).isEqualTo(143);
        }
    }

    @Test
    void whenNoFurtherRequestIsLetInItLivesAllTheSame() throws Exception {
        try (var receiver = NotifyReceiver.at(directory.resolve("notify").toString());
                var sidecar = ScriptedProvider.start(
                        call -> Ollama.stream(call, Collections.nCopies(3000, "word "), Duration.ofMillis(100), Reply.End.WELL),
                        "llama");
                var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString(), "NOTIFY_SOCKET",
                        receiver.address(), "WATCHDOG_USEC", "1000000", "SERVER_MAX_CONCURRENT_REQUESTS", "1"))) {
            receiver.await("WATCHDOG=1"::equals, PATIENCE);
            awaitStream(service);
            assertThat(service.get("/health/live").statusCode()).as("it takes no more").isEqualTo(503);
            for (int beat = 0; beat < 4; beat++) {
                receiver.await("WATCHDOG=1"::equals, Duration.ofSeconds(5));
            }
            assertThat(service.output()).noneMatch(line -> line.contains("does not answer itself"));
        }
    }

    /// The service's own look at itself is a request too, and may be the one that is let in.
    private static void awaitStream(Launched service) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        int status;
        do {
            status = service.stream("/v1/chat", "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"go on\"}]}")
                    .statusCode();
        } while (status == 503 && System.nanoTime() < until);
        assertThat(status).isEqualTo(200);
    }

    @Test
    void withoutASocketItServesAlike() throws Exception {
        try (var service = Launched.serve(directory, Map.of("WATCHDOG_USEC", "1000000"))) {
            assertThat(service.get("/health/live").body()).contains("\"ledger-answers\"");
            service.terminate();
            assertThat(service.exit(PATIENCE)).isEqualTo(143);
            assertThat(service.output()).noneMatch(line -> line.contains("systemd") || line.contains("native access"));
        }
    }
}
