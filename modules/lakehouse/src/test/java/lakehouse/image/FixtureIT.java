package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Received;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// Makes the fixture of today's formats, when told to (`-Dfixture.write=true`): a service that was killed twice, with a row of each
/// status, an attempt in the journal that nobody has settled, and a collection.
@EnabledIfSystemProperty(named = "fixture.write", matches = "true")
class FixtureIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> FIELDS = List.of("call_id", "attempt", "end_user", "status", "error_type", "input_tokens",
            "output_tokens", "cost", "currency", "caller_span_id");
    private static final String[] HEADERS = {"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"};

    @TempDir
    private Path directory;

    @Test
    void aServiceLeavesDataOfTodaysFormats() throws Exception {
        var expected = JSON.createObjectNode();
        try (var sidecar = ScriptedProvider.start(FixtureIT::reply, "m");
                var calling = Executors.newVirtualThreadPerTaskExecutor()) {
            var environment = Map.of("SIDECAR_URL", sidecar.uri().toString(), "USAGE_JOURNAL_SEGMENT_BYTES", "262144",
                    "USAGE_JOURNAL_MAX_BYTES", "1048576");
            Files.writeString(directory.resolve("lakehouse.yaml"),
                    "prices: [{provider: ollama, model: m, input: 0.5, output: 2, currency: USD, from: 2026-01-01}]\n");
            try (var service = Launched.serve(directory, environment)) {
                assertThat(chat(service, "ok", "m", false)).isEqualTo(200);
                assertThat(chat(service, "fails", "m", false)).isGreaterThanOrEqualTo(500);
                assertThat(chat(service, "refused", "nowhere/none", false)).isEqualTo(404);
                service.stream("/v1/chat", body("aborted", "m", true)).body().close();
                calling.submit(() -> chat(service, "hangs-and-is-lost", "m", false));
                await(service, "/v1/usage/in-flight", "hangs-and-is-lost");
                await(service, "/v1/usage/calls", "cancelled");
            }
            try (var service = Launched.serve(directory, environment)) {
                service.put("/vectors/notes");
                var documents = expected.putObject("documents");
                for (var text : List.of("A row is settled once.", "Whales are no fish.",
                        "A journal stands in front of the database.")) {
                    var id = "d" + documents.size();
                    documents.put(id, text);
                    assertThat(service.post("/vectors/notes/documents?wait=true",
                            "{\"id\":\"" + id + "\",\"title\":\"\",\"text\":\"" + text + "\"}").statusCode()).isEqualTo(200);
                }
                calling.submit(() -> chat(service, "hangs", "m", false));
                await(service, "/v1/usage/in-flight", "hangs");
                var rows = expected.putArray("rows");
                json(service, "/v1/usage/calls?limit=1000").path("data")
                        .forEach(row -> rows.add(only(row, FIELDS)));
                var open = expected.putArray("in_flight");
                json(service, "/v1/usage/in-flight").path("data").forEach(attempt -> open.add(attempt.path("call_id").asText()));
                assertThat(open).hasSize(1);
            }
        }
        Fixture.ofToday().write(directory.resolve("data"), expected);
    }

    static ObjectNode only(JsonNode row, List<String> fields) {
        var some = JSON.createObjectNode();
        fields.forEach(field -> some.set(field, row.path(field)));
        return some;
    }

    private static Reply reply(Received call) {
        var text = call.body().toString();
        if (text.contains("fails")) {
            return Ollama.error(500, "out of memory");
        }
        return text.contains("hangs") || text.contains("aborted")
                ? Ollama.stream(call, Collections.nCopies(2000, "word "), Duration.ofMillis(100), Reply.End.WELL)
                : Ollama.answering("all ", "of ", "it").reply(call);
    }

    private static int chat(Launched service, String user, String model, boolean stream) throws Exception {
        return service.post("/v1/chat", body(user, model, stream), "x-lakehouse-user", user, HEADERS[0], HEADERS[1]).statusCode();
    }

    private static String body(String text, String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                + "\"}]}";
    }

    private static void await(Launched service, String path, String text) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        var said = service.get(path).body();
        while (!said.contains(text) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(50);
            said = service.get(path).body();
        }
        assertThat(said).contains(text);
    }

    private static JsonNode json(Launched service, String path) throws Exception {
        return JSON.readTree(service.get(path).body());
    }
}
