package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Received;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// Every model call a provider received has exactly one row, and every row that says it was sent was received; told by
/// the provider's own count.
class LawOfTheRecordTest {

    private static final Pattern MARK = Pattern.compile("mark-\\d+-[a-z]+");
    private static final Script SCRIPT = call -> switch (kind(call)) {
        case "fails" -> Ollama.error(500, "out of memory");
        case "missing" -> Ollama.error(404, "gone");
        case "hangsup" -> new Reply.HangUp();
        case "cut" -> Ollama.stream(call, List.of("half ", "of ", "it"), Duration.ZERO, Reply.End.CUT);
        case "aborted" -> Ollama.stream(call, Collections.nCopies(5000, "word "), Duration.ofMillis(1), Reply.End.WELL);
        default -> Ollama.answering("all ", "of ", "it").reply(call);
    };
    private static final List<String> KINDS = List.of("chat", "stream", "embed", "rerank", "generate", "fails", "missing",
            "hangsup", "cut",
            "aborted", "refused");

    @TempDir
    private Path data;

    @Test
    void rowsAreWhatTheProviderReceived() throws Exception {
        try (var sidecar = ScriptedProvider.start(SCRIPT, "m"); var gateway = TestGateway.start(sidecar, data, Map.of())) {
            var marks = marks(330);
            makeCalls(gateway, marks);
            awaitNothingInFlight(gateway);
            assertTheLaw(sidecar, gateway, marks);
        }
    }

    @Test
    @Tag("slow")
    void rowsAreWhatTheProviderReceivedAlsoWhenTheDatabaseWasGoneMeanwhile() throws Exception {
        try (var sidecar = ScriptedProvider.start(SCRIPT, "m"); var gateway = TestGateway.start(sidecar, data, Map.of())) {
            var marks = marks(660);
            makeCalls(gateway, marks.subList(0, 220));
            gateway.rows();
            var database = DatabaseAway.from(data);
            makeCalls(gateway, marks.subList(220, 440));
            assertThat(gateway.get("/v1/usage").statusCode()).isEqualTo(503);
            assertThat(gateway.getJson("/v1/usage").at("/completeness/spooled").asLong()).isPositive();
            database.bringBack();
            makeCalls(gateway, marks.subList(440, 660));
            awaitNothingInFlight(gateway);
            awaitNothingSpooled(gateway);
            assertTheLaw(sidecar, gateway, marks);
            assertThat(gateway.getJson("/v1/usage/audit").path("agrees").asBoolean()).isTrue();
        }
    }

    private static List<String> marks(int count) {
        return IntStream.range(0, count).mapToObj(at -> "mark-" + at + "-" + KINDS.get(at % KINDS.size())).toList();
    }

    private static void makeCalls(TestGateway gateway, List<String> marks) {
        var places = new Semaphore(32);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            marks.forEach(mark -> threads.submit(() -> {
                places.acquire();
                try {
                    return call(gateway, mark);
                } finally {
                    places.release();
                }
            }));
        }
    }

    private static void assertTheLaw(ScriptedProvider sidecar, TestGateway gateway, List<String> marks) {
        var rows = gateway.rows().stream()
                .collect(Collectors.toMap(row -> row.path("end_user").asText(), Function.identity()));
        var sent = rows.values().stream().filter(row -> !row.path("sent_at").isNull())
                .map(row -> row.path("end_user").asText()).toList();
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(marks);
        assertThat(sidecar.received().stream().map(LawOfTheRecordTest::mark)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(rows.values()).allSatisfy(LawOfTheRecordTest::hasTheStatusOfItsKind);
        var completeness = gateway.getJson("/v1/usage").path("completeness");
        assertThat(completeness.path("accepted").asLong()).isEqualTo(marks.size());
        assertThat(completeness.path("settled").asLong()).isEqualTo(marks.size());
    }

    private static int call(TestGateway gateway, String mark) throws IOException, InterruptedException {
        var kind = mark.substring(mark.lastIndexOf('-') + 1);
        var path = switch (kind) {
            case "embed" -> "/v1/embeddings";
            case "rerank" -> "/v1/rerank";
            case "generate" -> "/ai/generate";
            default -> "/v1/chat";
        };
        var body = switch (kind) {
            case "embed" -> "{\"input\":[\"%s\"]}";
            case "rerank" -> "{\"query\":\"%s\",\"documents\":[\"x\",\"y\"]}";
            case "generate" -> "{\"prompt\":\"%s\"}";
            case "refused" -> "{\"model\":\"no-such\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
            case "stream", "cut", "aborted" -> "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
            default -> "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
        };
        var request = gateway.request(path, "x-lakehouse-user", mark).POST(BodyPublishers.ofString(body.formatted(mark))).build();
        var answer = gateway.client().send(request, BodyHandlers.ofInputStream());
        try (var in = answer.body()) {
            if (kind.equals("aborted")) {
                in.readNBytes(300);
            } else {
                in.readAllBytes();
            }
        }
        return answer.statusCode();
    }

    private static void hasTheStatusOfItsKind(JsonNode row) {
        var mark = row.path("end_user").asText();
        var expected = switch (mark.substring(mark.lastIndexOf('-') + 1)) {
            case "fails" -> "failed provider_5xx";
            case "missing" -> "failed provider_4xx";
            case "hangsup", "cut" -> "failed cut";
            case "aborted" -> "cancelled client_gone";
            case "refused" -> "refused unknown_model";
            default -> "ok null";
        };
        assertThat(row.path("status").asText() + " " + row.path("error_type").asText()).as(mark).isEqualTo(expected);
    }

    private static void awaitNothingInFlight(TestGateway gateway) throws InterruptedException {
        awaitZero(gateway, "in_flight");
    }

    private static void awaitNothingSpooled(TestGateway gateway) throws InterruptedException {
        awaitZero(gateway, "spooled");
    }

    private static void awaitZero(TestGateway gateway, String figure) throws InterruptedException {
        for (long end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); System.nanoTime() < end;) {
            if (gateway.getJson("/v1/usage").at("/completeness/" + figure).asLong(1) == 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("attempts are still " + figure + " after 10 s");
    }

    private static String kind(Received call) {
        return mark(call).substring(mark(call).lastIndexOf('-') + 1);
    }

    private static String mark(Received call) {
        var match = MARK.matcher(call.body().toString());
        if (!match.find()) {
            throw new AssertionError("unmarked call " + call.body());
        }
        return match.group();
    }
}
