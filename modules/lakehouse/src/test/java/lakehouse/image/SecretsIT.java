package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Anthropic;
import provider.scripted.Ollama;
import provider.scripted.OpenAi;
import provider.scripted.Received;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedProvider;

/// Keys, prompts and answers are sought wherever the service writes or says something, after calls of every kind have gone well and
/// badly, at providers that repeat the key they were sent.
class SecretsIT {

    private static final List<String> PROVIDERS = List.of("open", "anthro", "olla");
    private static final List<String> LOOKS = List.of("/metrics", "/health/ready", "/openapi",
            "/v1/usage?group_by=model,provider",
            "/v1/usage/calls?limit=1000", "/v1/usage/in-flight", "/v1/usage/export", "/v1/usage/audit", "/v1/models",
            "/api/tags");

    @TempDir
    private Path directory;
    private final String run = UUID.randomUUID().toString().replace("-", "");
    private final List<String> said = new ArrayList<>();

    @Test
    void areNowhereTheyDoNotBelong() throws Exception {
        var credentials = Files.createDirectory(directory.resolve("credentials"));
        for (var name : List.of("open", "anthro", "olla", "client")) {
            Files.writeString(credentials.resolve(name + ".key"), secret(name));
        }
        try (var open = ScriptedProvider.start(indiscreet(OpenAi.answering(answer())), "m");
                var anthro = ScriptedProvider.start(indiscreet(Anthropic.answering(answer())), "m");
                var olla = ScriptedProvider.start(indiscreet(Ollama.answering(answer())), "m")) {
            Files.writeString(directory.resolve("lakehouse.yaml"), """
                    auth:
                      keys:
                        - {name: client, key: "${credential:client.key}", scopes: [call, usage, admin, vectors]}
                    providers:
                      open: {type: openai, base-url: "%s/v1", api-key: "${credential:open.key}"}
                      anthro: {type: anthropic, base-url: "%s", api-key: "${credential:anthro.key}"}
                      olla: {type: ollama, base-url: "%s", api-key: "${credential:olla.key}"}
                    """.formatted(open.uri(), anthro.uri(), olla.uri()));
            try (var service = Launched.serve(directory, Map.of("CREDENTIALS_DIRECTORY", credentials.toString()))) {
                callInEveryWay(service);
                assertThat(keysReceived(open)).isEqualTo(List.of(secret("open")));
                assertThat(keysReceived(anthro)).isEqualTo(List.of(secret("anthro")));
                assertThat(keysReceived(olla)).isEqualTo(List.of(secret("olla")));
                for (var look : LOOKS) {
                    var answer = service.get(look, "authorization", "Bearer " + secret("client"));
                    assertThat(answer.statusCode()).as(look).isEqualTo(200);
                    assertThat(answer.body()).as(look).doesNotContain(run);
                }
                service.terminate();
                service.exit(Duration.ofSeconds(30));
                assertThat(service.output()).noneMatch(line -> line.contains(run));
            }
        }

        assertThat(said).hasSizeGreaterThan(60).noneMatch(text -> text.contains("secret-"));
        for (var file : filesBelow(directory.resolve("data"))) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain(run);
        }
    }

    /// Every endpoint, whole and streamed, to every provider, well and in each way in which the provider fails; and with a key
    /// that nobody knows.
    private void callInEveryWay(Launched service) throws IOException, InterruptedException {
        for (var provider : PROVIDERS) {
            for (var fault : List.of("well", "fail401", "fail500", "fail429", "failstream")) {
                for (boolean stream : List.of(false, true)) {
                    var model = provider + "/m";
                    var prompt = prompt() + " " + fault;
                    var messages = "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]";
                    call(service, "/v1/chat", "{\"model\":\"%s\",\"stream\":%s,%s}".formatted(model, stream, messages));
                    call(service, "/v1/chat/completions",
                            "{\"model\":\"%s\",\"stream\":%s,%s}".formatted(model, stream, messages));
                    call(service, "/v1/messages",
                            "{\"model\":\"%s\",\"max_tokens\":9,\"stream\":%s,%s}".formatted(model, stream, messages));
                    call(service, "/api/chat", "{\"model\":\"%s\",\"stream\":%s,%s}".formatted(model, stream, messages));
                    call(service, "/v1/responses",
                            "{\"model\":\"%s\",\"stream\":%s,\"input\":\"%s\"}".formatted(model, stream, prompt));
                }
            }
        }
        call(service, "/v1/chat", "{\"messages\":\"" + prompt());
        var unknown = service.post("/v1/chat", "{}", "authorization", "Bearer wrong-secret-" + run);
        assertThat(unknown.statusCode()).isEqualTo(401);
    }

    private void call(Launched service, String path, String body) throws IOException, InterruptedException {
        var answer = service.post(path, body, "authorization", "Bearer " + secret("client"));
        said.add(text(answer));
    }

    private static String text(HttpResponse<String> answer) {
        return answer.headers().map() + "\n" + answer.body();
    }

    /// Fails as its prompt says, and repeats the key in doing so.
    private static Script indiscreet(Script well) {
        return call -> {
            var body = call.body().toString();
            var error = "your key " + key(call) + " is not liked";
            return body.contains("fail401")
                    ? OpenAi.error(401, error)
                    : body.contains("fail500")
                            ? OpenAi.error(500, error)
                            : body.contains("fail429")
                                    ? OpenAi.error(429, error)
                                    : body.contains("failstream") ? broken(call, error) : well.reply(call);
        };
    }

    /// An error in the place of an answer, or of its first piece.
    private static Reply broken(Received call, String message) {
        var error = "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"" + message + "\"}}";
        return call.body().path("stream").asBoolean(call.path().startsWith("/api/")) && !call.path().startsWith("/api/")
                ? new Reply.Pieces("text/event-stream", List.of("event: error\ndata: " + error + "\n\n"), Duration.ZERO,
                        Reply.End.WELL)
                : Reply.json(200, "{\"error\":\"" + message + "\"}\n");
    }

    private static List<String> keysReceived(ScriptedProvider provider) {
        return provider.received().stream().map(SecretsIT::key).distinct().toList();
    }

    private static String key(Received call) {
        return call.header("x-api-key").or(() -> call.header("authorization")).orElse("none").replace("Bearer ", "");
    }

    private String secret(String name) {
        return "secret-" + name + "-" + run;
    }

    private String prompt() {
        return "prompt" + run;
    }

    private String answer() {
        return "answer" + run + " ";
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
