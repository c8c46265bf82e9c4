package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// SIGTERM while calls are in flight: those that end within the grace period are answered wholly, new ones are refused, those
/// that do not end are settled as what they are.
class DrainIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EACH = 5;

    @TempDir
    private Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private ScriptedProvider provider;

    @BeforeEach
    void providerThatAnswersWhenItMay() {
        provider = ScriptedProvider.start(
                call -> new Reply.Wait(release, Ollama.answering("all ", "of ", "it").reply(call)), "llama");
    }

    @AfterEach
    void close() {
        release.countDown();
        provider.close();
    }

    @Test
    void callsInFlightAreAnsweredWhollyAndNewOnesRefused() throws Exception {
        try (var service = serve("PT60S")) {
            var streams = calls(service, true);
            var wholes = calls(service, false);
            await("all calls are with the provider", () -> provider.received().size() == 2 * EACH);

            service.terminate();

            await("new calls are refused", () -> isRefused(service));
            for (int more = 0; more < 3; more++) {
                assertThat(isRefused(service)).as("a new call is refused").isTrue();
            }
            assertThat(streams).as("in flight").noneMatch(CompletableFuture::isDone);
            assertThat(wholes).as("in flight").noneMatch(CompletableFuture::isDone);
            release.countDown();
            for (var stream : streams) {
                var answer = stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("all ", "of ", "it", "\"finish_reason\":\"stop\"")
                        .endsWith("data: [DONE]\n\n");
            }
            for (var whole : wholes) {
                var answer = whole.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(JSON.readTree(answer.body()).at("/choices/0/message/content").asText()).isEqualTo("all of it");
            }
            assertThat(service.exit(PATIENCE)).isEqualTo(143);
        }
        assertThat(provider.received()).as("no refused call was sent").hasSize(2 * EACH);
        assertThat(rowsAfterwards()).hasSize(2 * EACH).allSatisfy(row -> {
            assertThat(row.path("status").asText()).isEqualTo("ok");
            assertThat(row.path("output_tokens").asLong()).isPositive();
        });
    }

    @Test
    void callsThatOutliveTheGraceAreCutOffAndSettledAsThat() throws Exception {
        try (var service = serve("PT1S")) {
            calls(service, true);
            calls(service, false);
            await("all calls are with the provider", () -> provider.received().size() == 2 * EACH);
            service.terminate();
            assertThat(service.exit(PATIENCE)).isEqualTo(143);
        }
        assertThat(rowsAfterwards()).hasSize(2 * EACH).allSatisfy(row -> {
            assertThat(row.path("status").asText()).as("settled, not found lost by the next start").isNotEqualTo("lost");
            assertThat(row.path("error_type").asText()).isEqualTo("shutdown");
        });
    }

    private Launched serve(String grace) throws IOException, InterruptedException {
        return Launched.serve(directory,
                Map.of("SIDECAR_URL", provider.uri().toString(), "SERVER_SHUTDOWN_GRACE_PERIOD", grace));
    }

    private static List<CompletableFuture<HttpResponse<String>>> calls(Launched service, boolean streams) {
        var calls = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int at = 0; at < EACH; at++) {
            var client = HttpClient.newHttpClient();
            calls.add(client.sendAsync(request(service, streams), BodyHandlers.ofString())
                    .whenComplete((answer, failure) -> client.shutdown()));
        }
        return calls;
    }

    private static HttpRequest request(Launched service, boolean streams) {
        return HttpRequest.newBuilder(service.uri().resolve("/v1/chat")).header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers
                        .ofString("{\"stream\":" + streams + ",\"messages\":[{\"role\":\"user\",\"content\":\"go\"}]}"))
                .build();
    }

    /// On a connection of its own: not listened to, or told that it is too late.
    private static boolean isRefused(Launched service) {
        var patience = Duration.ofSeconds(2);
        try (var client = HttpClient.newBuilder().connectTimeout(patience).build()) {
            var health = HttpRequest.newBuilder(service.uri().resolve("/health/live")).timeout(patience).build();
            return client.send(health, BodyHandlers.discarding()).statusCode() == 503;
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> rowsAfterwards() throws IOException, InterruptedException {
        try (var again = serve("PT1S")) {
            assertThat(JSON.readTree(again.get("/v1/usage/audit").body()).path("agrees").asBoolean()).isTrue();
            return StreamSupport.stream(JSON.readTree(again.get("/v1/usage/calls").body()).path("data").spliterator(), false)
                    .toList();
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end;) {
            if (condition.getAsBoolean()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("not within " + PATIENCE + ": " + what);
    }
}
