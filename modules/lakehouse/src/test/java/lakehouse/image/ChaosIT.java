package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Received;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// 64 callers, a third of whom hang up; the process killed or stopped at a random moment, again and again. Afterwards every
/// call that the provider received has exactly one row, no row is there twice, and nothing is in flight from before a restart.
@Tag("slow")
class ChaosIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Script SCRIPT = call -> switch (Callers.kind(mark(call))) {
        case "fails" -> Ollama.error(500, "out of memory");
        case "hangsup" -> new Reply.HangUp();
        case "cut" -> Ollama.stream(call, List.of("half ", "of ", "it"), Duration.ofMillis(5), Reply.End.CUT);
        case "aborted" -> Ollama.stream(call, Collections.nCopies(5000, "word "), Duration.ofMillis(2), Reply.End.WELL);
        case "long" -> Ollama.stream(call, Collections.nCopies(1200, "word "), Duration.ofMillis(50), Reply.End.WELL);
        case "stream" -> Ollama.stream(call, Collections.nCopies(20, "word "), Duration.ofMillis(10), Reply.End.WELL);
        default -> Ollama.answering("all ", "of ", "it").reply(call);
    };

    /// So small that they can be made where the database cannot grow.
    private static final int SMALL_SEGMENT = 256 << 10;

    @TempDir
    private Path directory;

    @Test
    void everyReceivedCallHasItsOneRowHoweverOftenTheProcessIsKilled() throws Exception {
        checkProgress(torment(20, new Random(20261123), Launched::close));
    }

    @Test
    void everyReceivedCallHasItsOneRowHoweverOftenTheProcessIsStopped() throws Exception {
        torment(5, new Random(7), service -> {
            service.terminate();
            try {
                assertThat(service.exit(Duration.ofSeconds(60))).isEqualTo(143);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /// In every second round there is room again while everybody calls, in the others the process is killed before.
    @Test
    void everyReceivedCallHasItsOneRowAlsoWhenTheDatabaseCouldNotGrowMeanwhile() throws Exception {
        FullDisk.assumePossible();
        try (var sidecar = ScriptedProvider.start(SCRIPT, "m")) {
            var environment = environment(sidecar, Map.of("USAGE_JOURNAL_SEGMENT_BYTES", Integer.toString(SMALL_SEGMENT)));
            for (int round = 0; round < 4; round++) {
                try (var service = Launched.serve(directory, environment);
                        var callers = new Callers(service.uri(), round, 64)) {
                    callers.start();
                    TimeUnit.MILLISECONDS.sleep(1000);
                    var disk = FullDisk.of(service, directory.resolve("data/usage/usage.mv.db"), SMALL_SEGMENT);
                    awaitDatabaseGone(service);
                    TimeUnit.MILLISECONDS.sleep(1000);
                    if (isPatient(round)) {
                        awaitProgress(service);
                    }
                    if (round % 2 == 0) {
                        disk.makeRoom();
                        TimeUnit.MILLISECONDS.sleep(500);
                        callers.hangUp();
                        awaitAllInTable(service);
                        check(sidecar, service);
                    }
                }
            }
            try (var service = Launched.serve(directory, environment)) {
                checkProgress(check(sidecar, service));
            }
        }
    }

    private List<JsonNode> torment(int rounds, Random random, Consumer<Launched> end) throws Exception {
        try (var sidecar = ScriptedProvider.start(SCRIPT, "m")) {
            var environment = environment(sidecar, Map.of());
            for (int round = 0; round < rounds; round++) {
                try (var service = Launched.serve(directory, environment); var callers = new Callers(service.uri(), round, 64)) {
                    assertThat(json(service, "/v1/usage").at("/completeness/in_flight").asLong()).as("in flight after restart")
                            .isZero();
                    callers.start();
                    if (isPatient(round)) {
                        awaitProgress(service);
                    } else {
                        TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1200));
                    }
                    end.accept(service);
                }
            }
            try (var service = Launched.serve(directory, environment)) {
                return check(sidecar, service);
            }
        }
    }

    private static Map<String, String> environment(ScriptedProvider sidecar, Map<String, String> more) {
        var environment = new HashMap<>(
                Map.of("SIDECAR_URL", sidecar.uri().toString(), "SERVER_SHUTDOWN_GRACE_PERIOD", "PT3S"));
        environment.putAll(more);
        return environment;
    }

    private static List<JsonNode> check(ScriptedProvider sidecar, Launched service) throws IOException, InterruptedException {
        var rows = rows(service);
        holdAgainst(sidecar.received(), rows);
        var audit = json(service, "/v1/usage/audit");
        assertThat(audit.path("agrees").asBoolean()).as("the audit: " + audit).isTrue();
        assertThat(audit.path("rows").asInt()).isEqualTo(rows.size());
        return rows;
    }

    /// The service says so once; answers alone do not: the file is opened again and again, and may be there for a moment.
    private static void awaitDatabaseGone(Launched service) throws InterruptedException {
        service.awaitLine("the journal keeps them");
    }

    /// Until the long streams have come so far, and that is written down.
    private static void awaitProgress(Launched service) throws IOException, InterruptedException {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        long longest;
        do {
            TimeUnit.MILLISECONDS.sleep(100);
            longest = StreamSupport.stream(json(service, "/v1/usage/in-flight").path("data").spliterator(), false)
                    .filter(open -> Callers.kind(open.path("end_user").asText()).equals("long"))
                    .filter(open -> open.path("output_tokens").asLong() > 20).count();
        } while (longest < Callers.LONG && System.nanoTime() < patience);
        assertThat(longest).as("long streams whose progress is known").isEqualTo(Callers.LONG);
    }

    private static void awaitAllInTable(Launched service) throws IOException, InterruptedException {
        JsonNode figures;
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        do {
            figures = json(service, "/v1/usage").path("completeness");
        } while (figures.path("in_flight").asLong(1) + figures.path("spooled").asLong(1) > 0 && System.nanoTime() < patience);
        assertThat(figures.path("in_flight").asLong(1)).as("in flight after 20 s: " + figures).isZero();
        assertThat(figures.path("spooled").asLong(1)).as("spooled after 20 s: " + figures).isZero();
    }

    /// Whether a round lasts long enough for a stream to have its progress written down.
    private static boolean isPatient(int round) {
        return round % 7 == 3;
    }

    private static void checkProgress(List<JsonNode> rows) {
        var cut = rows.stream().filter(row -> row.path("status").asText().equals("lost"))
                .filter(row -> Callers.kind(row.path("end_user").asText()).equals("long")).toList();
        assertThat(cut).as("streams that were cut off by the end of the process").isNotEmpty()
                .allMatch(row -> row.path("error_type").asText().equals("crash"));
        assertThat(cut.stream().filter(row -> isPatient(Callers.round(row.path("end_user").asText())))).as("with progress")
                .isNotEmpty().allSatisfy(row -> {
                    assertThat(row.path("sent_at").isNull()).isFalse();
                    assertThat(row.path("output_tokens").asLong()).isGreaterThan(20);
                    assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
                });
    }

    private static void holdAgainst(List<Received> received, List<JsonNode> rows) {
        var byMark = new HashMap<String, JsonNode>();
        rows.forEach(row -> assertThat(byMark.put(row.path("end_user").asText(), row)).as("twice: " + row).isNull());
        var receivedMarks = received.stream().map(ChaosIT::mark).collect(Collectors.toList());
        var claimed = rows.stream().filter(row -> !row.path("sent_at").isNull() && !row.path("status").asText().equals("lost"))
                .map(row -> row.path("end_user").asText()).toList();
        assertThat(receivedMarks).doesNotHaveDuplicates().hasSizeGreaterThan(100);
        assertThat(byMark.keySet()).as("every received call has its row").containsAll(receivedMarks);
        assertThat(receivedMarks).as("every row that was sent was received").containsAll(claimed);
        assertThat(rows.stream().map(row -> row.path("status").asText()).distinct()).contains("ok", "failed", "cancelled");
    }

    private static List<JsonNode> rows(Launched service) throws IOException, InterruptedException {
        var rows = new ArrayList<JsonNode>();
        for (var page = json(service, "/v1/usage/calls?limit=1000");; page = json(service,
                "/v1/usage/calls?limit=1000&page=" + page.path("next_page").asText())) {
            page.path("data").forEach(rows::add);
            if (!page.path("has_more").asBoolean()) {
                return rows;
            }
        }
    }

    private static JsonNode json(Launched service, String path) throws IOException, InterruptedException {
        return JSON.readTree(service.get(path).body());
    }

    private static String mark(Received call) {
        return Callers.markIn(call.body().toString());
    }
}
