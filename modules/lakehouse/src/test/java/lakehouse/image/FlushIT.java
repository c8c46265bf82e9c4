package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.ScriptedLangfuse.Answer;
import provider.scripted.ScriptedProvider;

/// SIGTERM under load, with Langfuse configured: when the process has ended by itself, Langfuse was told of every call that a
/// provider received, or will be by the next start.
class FlushIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration SHORT_GRACE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STREAMS = 5;
    private static final int CALLERS = 8;

    @TempDir
    private Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScriptedProvider provider = ScriptedProvider.start(call -> call.body().toString().contains("long")
            ? new Reply.Wait(release, Ollama.stream(call, Collections.nCopies(20, "word "), Duration.ofMillis(20),
                    Reply.End.WELL))
            : Ollama.answering("all ", "of ", "it").reply(call), "llama");

    @AfterEach
    void close() {
        release.countDown();
        provider.close();
        threads.shutdownNow();
    }

    @Test
    void langfuseHasEveryCallWhenTheProcessHasEnded() throws Exception {
        try (var langfuse = ScriptedLangfuse.start(Answer.WELL)) {
            loadUntilItEnds(langfuse.uri(), true);
            holdAgainstLedger(langfuse, Set.of("ok"));
        }
    }

    /// Then rows are settled at the last moment.
    @Test
    void langfuseHasCallsTooThatOutliveTheGrace() throws Exception {
        try (var langfuse = ScriptedLangfuse.start(Answer.WELL)) {
            loadUntilItEnds(langfuse.uri(), false);
            holdAgainstLedger(langfuse, Set.of("ok", "failed"));
        }
    }

    /// It is not there, or it does not answer.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLangfuseThatIsAwayDelaysNoEndAndIsToldAfterTheNextStart(boolean reached) throws Exception {
        try (var langfuse = ScriptedLangfuse.start(posted -> Answer.NONE)) {
            loadUntilItEnds(reached ? langfuse.uri() : URI.create("http://127.0.0.1:1"), true);
            assertThat(langfuse.accepted()).isEmpty();
        }
        try (var langfuse = ScriptedLangfuse.start(Answer.WELL); var again = serve(langfuse.uri(), GRACE)) {
            await("everything is told", () -> Told.generations(langfuse).size() >= provider.received().size());
            await("the outbox is empty", () -> audit(again).at("/generations/waiting").asInt(-1) == 0);
            assertThat(Told.generations(langfuse)).hasSize(provider.received().size());
            assertThat(Told.generations(langfuse).keySet()).isEqualTo(sent(again, Set.of("ok")));
        }
    }

    /// What it was told before the process ended, held against what the next start finds; which gets nothing acknowledged, so that
    /// what was left would still wait.
    private void holdAgainstLedger(ScriptedLangfuse langfuse, Set<String> statuses) throws Exception {
        var told = Told.generations(langfuse).keySet();
        assertThat(told).hasSize(provider.received().size());
        var more = new AtomicInteger();
        langfuse.follow(posted -> {
            more.incrementAndGet();
            return Answer.of(503);
        });
        try (var again = serve(langfuse.uri(), GRACE)) {
            assertThat(audit(again).path("agrees").asBoolean()).isTrue();
            assertThat(sent(again, statuses)).isEqualTo(told);
            await("rows are counted", () -> audit(again).at("/generations/compared/acknowledged").asInt() == told.size());
            var generations = audit(again).path("generations");
            assertThat(generations.path("waiting").asInt(-1)).as("the outbox: %s", generations).isZero();
        }
        assertThat(more).as("nothing was left to tell").hasValue(0);
    }

    /// Streams that begin before the signal and end after it, and short calls one after the other until they are refused.
    ///
    /// @param within whether the streams end within the grace period
    private void loadUntilItEnds(URI langfuse, boolean within) throws Exception {
        try (var service = serve(langfuse, within ? GRACE : SHORT_GRACE)) {
            var streams = new ArrayList<CompletableFuture<String>>();
            for (int at = 0; at < STREAMS; at++) {
                streams.add(CompletableFuture.supplyAsync(() -> stream(service), threads));
            }
            var answered = new AtomicInteger();
            var callers = new ArrayList<Future<?>>();
            for (int at = 0; at < CALLERS; at++) {
                callers.add(threads.submit(() -> callOn(service, answered)));
            }
            await("calls are under way", () -> answered.get() > 20 * CALLERS && streamsSent() == STREAMS);

            service.terminate();

            long signalled = System.nanoTime();
            if (within) {
                await("new calls are refused", () -> callers.stream().allMatch(Future::isDone));
                assertThat(streams).as("in flight").noneMatch(CompletableFuture::isDone);
                release.countDown();
                for (var stream : streams) {
                    assertThat(stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).endsWith("data: [DONE]\n\n");
                }
            }
            assertThat(service.exit(PATIENCE)).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(GRACE);
        }
    }

    private long streamsSent() {
        return provider.received().stream().filter(call -> call.body().toString().contains("long")).count();
    }

    private static String stream(Launched service) {
        try {
            return service.post("/v1/chat", CHAT.formatted(true, "long")).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Until it is refused.
    private static Void callOn(Launched service, AtomicInteger answered) throws IOException, InterruptedException {
        while (service.post("/v1/chat", CHAT.formatted(false, "short")).statusCode() == 200) {
            answered.incrementAndGet();
        }
        return null;
    }

    private Launched serve(URI langfuse, Duration grace) throws IOException, InterruptedException {
        return Launched.serve(directory, Map.of("LANGFUSE_URL", langfuse.toString(), "LANGFUSE_PUBLIC_KEY", "pk-lf-1",
                "LANGFUSE_SECRET_KEY", "sk-lf-1", "SIDECAR_URL", provider.uri().toString(), "SERVER_SHUTDOWN_GRACE_PERIOD",
                grace.toString()));
    }

    /// Rows of calls that were sent; none was found in flight by this start.
    private static Set<String> sent(Launched service, Set<String> statuses) throws IOException, InterruptedException {
        var rows = Told.rows(service);
        assertThat(rows.values()).extracting(row -> row.path("status").asText()).isSubsetOf(statuses)
                .containsAll(statuses);
        return rows.keySet();
    }

    private static JsonNode audit(Launched service) {
        try {
            return JSON.readTree(service.get("/v1/usage/audit").body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
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
