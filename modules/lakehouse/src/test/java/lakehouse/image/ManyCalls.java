package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// Calls to a running service that go well and badly, as is known beforehand; and what it shows of them.
final class ManyCalls {

    /// Is in every key, user, model that nobody has, and text.
    static final String CANARY = "canary" + UUID.randomUUID().toString().replace("-", "");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] KEY = {"authorization", "Bearer secret-" + CANARY};
    private static final Script FAILING = call -> {
        var body = call.body().toString();
        return body.contains("fails")
                ? OpenAi.error(500, CANARY)
                : body.contains("missing")
                        ? OpenAi.error(404, CANARY)
                        : body.contains("hangsup")
                                ? new Reply.HangUp()
                                : body.contains("cut")
                                        ? OpenAi.stream(call, List.of("half ", "of it"), Duration.ZERO, Reply.End.CUT)
                                        : OpenAi.answering("all ", "of ", "it").reply(call);
    };

    /// What there is to see afterwards.
    ///
    /// @param rows of the ledger
    /// @param received how many calls each provider has received
    /// @param metrics the answer of `/metrics`
    record Seen(List<JsonNode> rows, Map<String, Integer> received, String metrics) {

        Exposition exposition() {
            return Exposition.of(metrics);
        }
    }

    private ManyCalls() {}

    static Seen make(Path directory) throws IOException, InterruptedException {
        try (var open = ScriptedProvider.start(FAILING, "m");
                var sidecar = ScriptedProvider.start(Ollama.answering("here"), "local")) {
            Files.writeString(directory.resolve("lakehouse.yaml"), """
                    auth:
                      keys:
                        - {name: client, key: "secret-%s", scopes: [call, usage, vectors]}
                    sidecar: {url: "%s"}
                    providers:
                      ollama: {type: ollama}
                      open: {type: openai, base-url: "%s/v1"}
                      nobody: {type: openai, base-url: "http://127.0.0.1:1/v1"}
                    models: {good: nobody/configured}
                    """.formatted(CANARY, sidecar.uri(), open.uri()));
            try (var service = Launched.serve(directory, Map.of())) {
                call(service);
                var listed = JSON.readTree(service.get("/v1/usage/calls?limit=1000", KEY).body());
                return new Seen(StreamSupport.stream(listed.path("data").spliterator(), false).toList(),
                        Map.of("open", open.received().size(), "ollama", sidecar.received().size()),
                        service.get("/metrics", KEY).body());
            }
        }
    }

    private static void call(Launched service) throws IOException, InterruptedException {
        for (var kind : List.of("well", "well", "fails", "missing", "hangsup")) {
            chat(service, "open/m", kind, false);
        }
        for (var kind : List.of("well", "well", "well", "cut")) {
            chat(service, "open/m", kind, true);
        }
        chat(service, "ollama/local", "well", true);
        chat(service, "nobody/" + CANARY, "well", false);
        chat(service, "good", "well", false);
        chat(service, "open/" + CANARY, "missing", false);
        chat(service, "nowhere/" + CANARY, "well", false);
        post(service, "/v1/embeddings", "{\"model\":\"ollama/local\",\"input\":[\"" + CANARY + "\"]}");
        post(service, "/v1/chat", "{\"messages\":\"" + CANARY + "\"}");
        assertThat(service.post("/v1/chat", "{}", "authorization", "Bearer " + CANARY).statusCode()).isEqualTo(401);
        assertThat(service.get("/" + CANARY, KEY).statusCode()).isEqualTo(404);
        assertThat(service.put("/vectors/notes", KEY).statusCode()).isEqualTo(201);
        assertThat(service.post("/vectors/notes/query", "{\"text\":\"" + CANARY + "\"}", KEY).statusCode()).isEqualTo(200);
    }

    private static void chat(Launched service, String model, String kind, boolean stream)
            throws IOException, InterruptedException {
        post(service, "/v1/chat", "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s %s\"}]}"
                .formatted(model, stream, kind, CANARY));
    }

    private static void post(Launched service, String path, String body) throws IOException, InterruptedException {
        service.post(path, body, KEY[0], KEY[1], "x-lakehouse-user", CANARY, "x-lakehouse-session", CANARY, "x-lakehouse-tags",
                CANARY, "x-lakehouse-caller", CANARY);
    }
}
