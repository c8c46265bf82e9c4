package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// What the image is for: documents in, questions answered, every model call that this caused in the ledger, and nothing
/// cut short by a stop.
class MainJobIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] ANN = {"authorization", "Bearer ann-s-secret-key"};
    private static final String DOCUMENTS = """
            [{"id":"1","title":"Whales","text":"Whales sing under water. Their songs travel for miles."},
             {"id":"2","title":"Ledgers","text":"Every attempt has exactly one row. A row is settled once."}]""";

    @TempDir
    private Path directory;

    @Test
    void callsOfAQuestionShareAGroupAndAreChargedToWhoeverAsked() throws Exception {
        Files.writeString(directory.resolve("lakehouse.yaml"), """
                auth:
                  keys:
                    - {name: ann, key: ann-s-secret-key, scopes: [vectors, usage]}
                """);
        try (var service = Launched.serve(directory, Map.of())) {
            assertThat(service.post("/vectors/notes/documents?wait=true", DOCUMENTS).statusCode()).isEqualTo(401);
            service.put("/vectors/notes", ANN);
            assertThat(service.post("/vectors/notes/documents?wait=true", DOCUMENTS, ANN).statusCode()).isEqualTo(200);

            var answer = service.post("/vectors/notes/answer", "{\"question\":\"How many rows does an attempt have?\"}", ANN[0],
                    ANN[1],
                    "x-lakehouse-user", "bob");

            assertThat(json(answer).path("answer").asText()).contains("exactly one row");
            assertThat(json(answer).at("/chunks/0/id").asText()).isEqualTo("2");
            var rows = rows(service, ANN);
            assertThat(rows).extracting(row -> row.path("caller").asText()).containsExactly("vectord.service.rag",
                    "vectord.service.search",
                    "vectord.service.ingest");
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.path("api_key_id").asText()).isEqualTo("ann");
                assertThat(row.path("status").asText()).isEqualTo("ok");
                assertThat(row.path("input_tokens").asLong()).isPositive();
            });
            assertThat(rows.subList(0, 2)).extracting(row -> row.path("end_user").asText()).containsOnly("bob");
            assertThat(rows.subList(0, 2)).extracting(row -> row.path("group_id").asText())
                    .containsOnly(rows.getFirst().path("group_id").asText());
            assertThat(service.output()).noneMatch(line -> line.contains("ann-s-secret-key"));
        }
    }

    @Test
    void collectionOfAnotherModelSaysWhichAndAnotherSidecarTakesOver() throws Exception {
        try (var embedded = Launched.serve(directory, Map.of())) {
            embedded.put("/vectors/notes");
            embedded.post("/vectors/notes/documents?wait=true", DOCUMENTS);
        }
        try (var sidecar = ScriptedProvider.start(Ollama.answering("it ", "depends"), "llama");
                var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
            var chat = service.post("/v1/chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"why?\"}]}");
            var query = service.post("/vectors/notes/query", "{\"text\":\"whales\",\"mode\":\"vector\"}");

            assertThat(json(chat).at("/choices/0/message/content").asText()).isEqualTo("it depends");
            assertThat(query.statusCode()).isEqualTo(409);
            assertThat(query.body()).contains("all-minilm").contains("llama");
            assertThat(service.post("/vectors/notes/query", "{\"text\":\"whales\",\"mode\":\"text\"}").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void openStreamMayEndWhenTheServiceIsToldToStop() throws Exception {
        try (var sidecar = ScriptedProvider.start(
                call -> Ollama.stream(call, Collections.nCopies(30, "word "), Duration.ofMillis(100), Reply.End.WELL), "llama")) {
            try (var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
                var answer = service.stream("/v1/chat",
                        "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"go on\"}]}");
                service.terminate();

                assertThat(answer.body().filter(line -> line.startsWith("data:")).toList()).hasSize(32).last()
                        .isEqualTo("data: [DONE]");
                assertThat(service.exit(Duration.ofSeconds(30))).isEqualTo(143);
            }
            try (var again = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
                assertThat(rows(again)).singleElement().satisfies(row -> assertThat(row.path("status").asText()).isEqualTo("ok"));
            }
        }
    }

    @Test
    void callInFlightWhenTheProcessIsKilledIsLostAndNotMissing() throws Exception {
        try (var sidecar = ScriptedProvider.start(
                call -> Ollama.stream(call, Collections.nCopies(3000, "word "), Duration.ofMillis(5), Reply.End.WELL), "llama")) {
            try (var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
                service.stream("/v1/chat", "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"go on\"}]}");
            }
            try (var again = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
                assertThat(rows(again)).singleElement().satisfies(row -> {
                    assertThat(row.path("status").asText()).isEqualTo("lost");
                    assertThat(row.path("error_type").asText()).isEqualTo("crash");
                });
            }
            assertThat(sidecar.received()).hasSize(1);
        }
    }

    private static List<JsonNode> rows(Launched service, String... headers) throws IOException, InterruptedException {
        return StreamSupport.stream(json(service.get("/v1/usage/calls", headers)).path("data").spliterator(), false).toList();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
