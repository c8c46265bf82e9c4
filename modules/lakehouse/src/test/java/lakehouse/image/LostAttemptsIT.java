package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;
import telemetry.MetricName;

/// What is seen from outside of calls that a process takes along when it dies.
class LostAttemptsIT {

    private static final String CHAT = "{\"model\":\"slow/m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    @TempDir
    private Path directory;

    @Test
    void areSeenInFlightAndThenLost() throws Exception {
        var never = new CountDownLatch(1);
        try (var provider = ScriptedProvider
                .start(call -> new Reply.Wait(never, OpenAi.error(500, "too late")), "m")) {
            Files.writeString(directory.resolve("lakehouse.yaml"),
                    "providers: {slow: {type: openai, base-url: \"" + provider.uri() + "/v1\"}}\ndefaults: {provider: slow}\n");
            try (var service = Launched.serve(directory, Map.of())) {
                Thread.ofVirtual().start(() -> call(service));
                // A call is under way before its attempt is.
                await(service, MetricName.LEDGER_IN_FLIGHT);
                awaitReceived(provider);
                var metrics = metrics(service);
                assertThat(metrics.sum(MetricName.CALLS_IN_FLIGHT)).isEqualTo(1);
                assertThat(metrics.sum(MetricName.LEDGER_OLDEST_IN_FLIGHT)).isPositive();
                assertThat(metrics.sum(MetricName.LEDGER_LOST)).isZero();
            }
            try (var service = Launched.serve(directory, Map.of())) {
                var metrics = metrics(service);
                assertThat(metrics.sum(MetricName.LEDGER_LOST)).isEqualTo(1);
                assertThat(metrics.sum(MetricName.LEDGER_IN_FLIGHT)).isZero();
                assertThat(metrics.sum(MetricName.CALLS_IN_FLIGHT)).isZero();
                var rows = new ObjectMapper().readTree(service.get("/v1/usage/calls").body()).path("data");
                assertThat(rows).singleElement().satisfies(row -> {
                    assertThat(row.path("status").asText()).isEqualTo("lost");
                    assertThat(row.path("sent_at").isNull()).as("its provider has received it").isFalse();
                });
            }
        } finally {
            never.countDown();
        }
    }

    /// Until there is one.
    private static void await(Launched service, String gauge) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (metrics(service).sum(gauge) != 1) {
            assertThat(System.nanoTime()).as(gauge).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void awaitReceived(ScriptedProvider provider) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (provider.received().isEmpty()) {
            assertThat(System.nanoTime()).as("the call is received").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static Exposition metrics(Launched service) throws Exception {
        return Exposition.of(service.get("/metrics").body());
    }

    private static void call(Launched service) {
        try {
            service.post("/v1/chat", CHAT);
        } catch (IOException | InterruptedException e) {
            // The service dies meanwhile.
        }
    }
}
