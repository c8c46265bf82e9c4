package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.Ollama;
import provider.scripted.Received;
import provider.scripted.Reply;
import provider.scripted.Script;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.ScriptedLangfuse.Answer;
import provider.scripted.ScriptedLangfuse.Posted;
import provider.scripted.ScriptedProvider;
import provider.scripted.SpanView;

/// What Langfuse is told, by the service as it is shipped, held against the ledger and against what the providers received.
class LangfuseIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"Reply with PONG\"}]}";
    private static final Script SCRIPT = call -> switch (Callers.kind(mark(call))) {
        case "fails" -> Ollama.error(500, "out of memory");
        case "hangsup" -> new Reply.HangUp();
        case "cut" -> Ollama.stream(call, List.of("half ", "of ", "it"), Duration.ofMillis(5), Reply.End.CUT);
        case "aborted" -> Ollama.stream(call, Collections.nCopies(5000, "word "), Duration.ofMillis(2), Reply.End.WELL);
        case "long" -> Ollama.stream(call, Collections.nCopies(1200, "word "), Duration.ofMillis(50), Reply.End.WELL);
        case "stream" -> Ollama.stream(call, Collections.nCopies(20, "word "), Duration.ofMillis(10), Reply.End.WELL);
        default -> Ollama.answering("all ", "of ", "it").reply(call);
    };
    private static final Function<Posted, Answer> ECHO = posted -> new Answer(500, Map.of(),
            posted.headers().get("authorization").getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;
    private final String secret = "sk-lf-" + UUID.randomUUID();
    private final String encoded = Base64.getEncoder().encodeToString(("pk-lf-1:" + secret).getBytes(StandardCharsets.UTF_8));

    /// Retries and fallbacks among failures, aborts and streams; the process killed while Langfuse takes everything, and while
    /// it takes nothing.
    @Test
    void everySentRowIsOneGenerationWhateverHappens() throws Exception {
        try (var first = ScriptedProvider.start(SCRIPT, "m");
                var second = ScriptedProvider.start(SCRIPT, "m");
                var langfuse = ScriptedLangfuse.start(Answer.WELL)) {
            configure(langfuse, """
                    sidecar: {url: "%s"}
                    providers: {other: {type: ollama, base-url: "%s"}}
                    models: {either: ["ollama/m", "other/m"]}
                    defaults: {chat-model: either, embedding-model: m}
                    retries: {max: 1, backoff: PT0.01S}
                    prices:
                      - {provider: ollama, model: m, input: 1.5, output: 2, currency: USD}
                      - {provider: other, model: m, input: 3, output: 4, currency: EUR}
                    """.formatted(first.uri(), second.uri()));
            killAmidCalls(0, first);
            langfuse.follow(ECHO);
            killAmidCalls(1, first);
            try (var service = serve()) {
                assertThat(metric(service, "waiting")).isPositive();
                langfuse.follow(Answer.WELL);
                awaitTold(service);

                var rows = Told.rows(service);
                var generations = Told.generations(langfuse);
                assertThat(generations.keySet()).isEqualTo(rows.keySet());
                rows.forEach((key, row) -> holdAgainst(row, generations.get(key)));
                assertThat(rows.values().stream().map(row -> row.path("status").asText()).distinct()).contains("ok", "failed",
                        "cancelled", "lost");
                assertThat(rows.keySet()).as("attempts at the second target").anyMatch(key -> key.endsWith("/3"));
                holdAgainstReceived(rows, List.of(first, second));
                assertThat(langfuse.accepted()).allSatisfy(this::isRight);
                var compared = json(service, "/v1/usage/audit").at("/generations/compared");
                assertThat(compared.path("rows").asInt()).isEqualTo(rows.size());
                assertThat(compared.path("difference").asInt()).isZero();
                assertThat(compared.path("unexplained").asInt()).isZero();
            }
        }
    }

    @Test
    void anOutageCostsNoCallAnythingIsSeenAndEndsByItself() throws Exception {
        try (var langfuse = ScriptedLangfuse.start(posted -> Answer.NONE)) {
            configure(langfuse, "");
            try (var service = serve()) {
                call(service, 5);
                langfuse.next();
                call(service, 5);
                awaitWaiting(service, 10);
                assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
                assertThat(json(service, "/health/ready").toString()).contains("\"waiting\":10");

                langfuse.follow(ECHO);
                langfuse.cutOff();
                awaitTrouble(service, "answered 500");
                call(service, 5);
                service.terminate();
                assertThat(service.exit(Duration.ofSeconds(60))).isEqualTo(143);
                assertThat(service.output()).noneMatch(line -> isSecret(line));
            }
            langfuse.follow(Answer.WELL);
            try (var service = serve()) {
                awaitTold(service);
                assertThat(Told.generations(langfuse)).hasSize(15);
                assertThat(json(service, "/v1/usage/audit").at("/generations/trouble").isNull()).isTrue();

                try (var resend = Launched.run(directory, Map.of("CREDENTIALS_DIRECTORY", directory.toString()), "usage",
                        "resend",
                        "--from", "2026-01-01", "--url", service.uri().toString())) {
                    assertThat(resend.exit(Duration.ofSeconds(60))).as("%s", resend.output()).isZero();
                    assertThat(resend.output()).containsExactly("15 attempts wait to be sent to Langfuse");
                }
                int before = langfuse.accepted().size();
                awaitTold(service);
                assertThat(langfuse.accepted()).hasSizeGreaterThanOrEqualTo(before);
                assertThat(Told.generations(langfuse)).hasSize(15);
                assertThat(json(service, "/v1/usage/audit").at("/generations/compared/acknowledged").asInt()).isEqualTo(15);
                for (var look : List.of("/metrics", "/health/ready", "/v1/usage/audit", "/v1/usage/export")) {
                    assertThat(service.get(look).body()).as(look).satisfies(body -> assertThat(isSecret(body)).isFalse());
                }
                assertThat(ProcessHandle.of(service.pid()).flatMap(process -> process.info().commandLine()).orElse(""))
                        .satisfies(line -> assertThat(isSecret(line)).isFalse());
            }
        }
        for (var file : filesBelow(directory.resolve("data"))) {
            assertThat(isSecret(Files.readString(file, StandardCharsets.ISO_8859_1))).as(file.toString()).isFalse();
        }
    }

    @Test
    void aQuestionToDocumentsIsOneTreeAcrossTheHop() throws Exception {
        try (var langfuse = ScriptedLangfuse.start(Answer.WELL)) {
            configure(langfuse, "");
            try (var service = serve()) {
                assertThat(service.put("/vectors/sea").statusCode()).isEqualTo(201);
                assertThat(service.post("/vectors/sea/documents?wait=true",
                        "{\"id\":\"1\",\"title\":\"Whales\",\"text\":\"The blue whale sings in deep water.\"}").statusCode())
                        .isEqualTo(200);
                assertThat(service.post("/vectors/sea/answer", "{\"question\":\"Where does the whale sing?\"}",
                        "x-lakehouse-user", "ann").statusCode()).isEqualTo(200);
                awaitTold(service);
                awaitSpan(langfuse, "answer");

                var spans = langfuse.accepted().stream().flatMap(posted -> posted.spans().stream())
                        .collect(Collectors.toMap(SpanView::id, span -> span, (one, again) -> one)).values();
                var answer = named(spans, "answer");
                var tree = spans.stream().filter(span -> span.trace().equals(answer.trace())).toList();
                var retrieve = named(tree, "retrieve");
                assertThat(answer.parent()).isEmpty();
                assertThat(retrieve.parent()).isEqualTo(answer.id());
                assertThat(tree).filteredOn(span -> span.attributes().get("langfuse.observation.type").equals("generation"))
                        .extracting(span -> span.attributes().get("gen_ai.operation.name") + " below " + span.parent())
                        .containsExactlyInAnyOrder("embeddings below " + retrieve.id(), "chat below " + answer.id());
                assertThat(tree).hasSize(4).allSatisfy(span -> assertThat(span.attributes())
                        .containsEntry("langfuse.trace.name", "vectord").containsEntry("langfuse.user.id", "ann")
                        .containsEntry("langfuse.environment", "test"));
                assertThat(tree).filteredOn(span -> span.attributes().containsKey("gen_ai.usage.input_tokens")).hasSize(2);
                assertThat(spans.toString()).as("neither questions nor documents").doesNotContain("whale", "Where does");
                assertThat(Told.rows(service).values()).hasSize(3);
            }
        }
    }

    @Test
    void aCallerWhoseTraceIsContinuedHasItsCallsBelowItsOwnSpan() throws Exception {
        try (var langfuse = ScriptedLangfuse.start(Answer.WELL)) {
            configure(langfuse, "");
            try (var service = serve()) {
                assertThat(service.post("/v1/chat", CHAT, "traceparent",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").statusCode()).isEqualTo(200);
                assertThat(service.post("/v1/chat", CHAT).statusCode()).isEqualTo(200);
                awaitTold(service);

                var told = Told.generations(langfuse);
                assertThat(Told.rows(service)).hasSize(2).allSatisfy((key, row) -> {
                    var request = request(langfuse, told.get(key).parent());
                    assertThat(request.trace()).isEqualTo(told.get(key).trace()).isEqualTo(row.path("trace_id").asText());
                    assertThat(request.parent()).isEqualTo(row.path("caller_span_id").asText(""));
                });
                assertThat(told.values()).filteredOn(span -> span.trace().equals("0af7651916cd43dd8448eb211c80319c"))
                        .singleElement().extracting(span -> request(langfuse, span.parent()).parent())
                        .isEqualTo("b7ad6b7169203331");
            }
        }
    }

    private static SpanView request(ScriptedLangfuse langfuse, String id) {
        return langfuse.accepted().stream().flatMap(posted -> posted.spans().stream()).filter(span -> span.id().equals(id))
                .findFirst().orElseThrow();
    }

    private static SpanView named(Collection<SpanView> spans, String name) {
        return spans.stream().filter(span -> span.span().getName().equals(name)).findFirst().orElseThrow();
    }

    private static void awaitSpan(ScriptedLangfuse langfuse, String name) throws InterruptedException {
        for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); langfuse.accepted().stream()
                .flatMap(posted -> posted.spans().stream()).noneMatch(span -> span.span().getName().equals(name));) {
            assertThat(System.nanoTime()).as(name + " is told within thirty seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void halfConfiguredItDoesNotStart() throws Exception {
        Files.writeString(directory.resolve("lakehouse.yaml"), "langfuse: {url: \"http://127.0.0.1:1\", public-key: pk}\n");
        try (var service = Launched.run(directory, Map.of(), "serve", "--port", "0")) {
            assertThat(service.exit(Duration.ofSeconds(60))).isEqualTo(2);
            assertThat(service.output()).hasSize(1).first().asString()
                    .contains("langfuse.url is set, but not langfuse.secret-key");
        }
        assertThat(directory.resolve("data/usage")).doesNotExist();
    }

    private void configure(ScriptedLangfuse langfuse, String more) throws IOException {
        Files.writeString(directory.resolve("langfuse-secret.key"), secret + "\n");
        Files.writeString(directory.resolve("lakehouse.yaml"), """
                langfuse:
                  url: "%s/"
                  public-key: pk-lf-1
                  secret-key: "${credential:langfuse-secret.key}"
                  environment: test
                """.formatted(langfuse.uri()) + more);
    }

    private Launched serve() throws IOException, InterruptedException {
        return Launched.serve(directory, Map.of("CREDENTIALS_DIRECTORY", directory.toString()));
    }

    /// Once so many calls were made that some of each kind have ended.
    private void killAmidCalls(int round, ScriptedProvider provider) throws Exception {
        int before = provider.received().size();
        try (var service = serve(); var callers = new Callers(service.uri(), round, 32)) {
            callers.start();
            long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (provider.received().size() < before + 150 && System.nanoTime() < patience) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static void call(Launched service, int times) throws Exception {
        for (int call = 0; call < times; call++) {
            assertThat(service.post("/v1/chat", CHAT).statusCode()).isEqualTo(200);
        }
    }

    private void isRight(Posted posted) {
        assertThat(posted.path()).isEqualTo("/api/public/otel/v1/traces");
        assertThat(posted.headers()).containsEntry("authorization", "Basic " + encoded)
                .containsEntry("content-encoding", "gzip").containsEntry("content-type", "application/x-protobuf")
                .containsEntry("x-langfuse-ingestion-version", "4");
        posted.spans().forEach(span -> assertThat(span.attributes()).containsEntry("langfuse.environment", "test"));
    }

    private static void holdAgainst(JsonNode row, SpanView generation) {
        var told = generation.attributes();
        assertThat(generation.id()).isEqualTo(row.path("span_id").asText());
        assertThat(generation.trace()).isEqualTo(row.path("trace_id").asText());
        assertThat(generation.parent()).isEqualTo(row.path("parent_span_id").asText());
        assertThat(told.get("gen_ai.usage.input_tokens")).isEqualTo(number(row, "input_tokens"));
        assertThat(told.get("gen_ai.usage.output_tokens")).isEqualTo(number(row, "output_tokens"));
        assertThat(told.get("langfuse.user.id")).isEqualTo(row.path("end_user").asText());
        assertThat(told.get("lakehouse.status")).isEqualTo(row.path("status").asText());
        assertThat(told.get("error.type")).isEqualTo(row.path("error_type").textValue());
        assertThat(generation.isError()).isEqualTo(!row.path("status").asText().equals("ok"));
        boolean dollars = row.path("currency").asText().equals("USD");
        assertThat(told.containsKey("langfuse.observation.cost_details")).isEqualTo(dollars);
        if (dollars) {
            assertThat(parsed(told.get("langfuse.observation.cost_details").toString()).path("total").decimalValue())
                    .isEqualByComparingTo(row.path("cost").decimalValue());
        }
    }

    /// Every call that a provider received is a generation, and every generation of an attempt that was not lost was received.
    private static void holdAgainstReceived(Map<String, JsonNode> rows, List<ScriptedProvider> providers) {
        var received = providers.stream().flatMap(provider -> provider.received().stream())
                .collect(Collectors.groupingBy(LangfuseIT::mark, Collectors.counting()));
        var told = rows.values().stream()
                .collect(Collectors.groupingBy(row -> row.path("end_user").asText(), Collectors.counting()));
        var lost = rows.values().stream().filter(row -> row.path("status").asText().equals("lost"))
                .collect(Collectors.groupingBy(row -> row.path("end_user").asText(), Collectors.counting()));
        assertThat(received).hasSizeGreaterThan(50);
        told.forEach((mark, times) -> assertThat(received.getOrDefault(mark, 0L)).as(mark)
                .isBetween(times - lost.getOrDefault(mark, 0L), times));
        assertThat(told.keySet()).containsAll(received.keySet());
    }

    private static void awaitTold(Launched service) throws Exception {
        awaitWaiting(service, 0);
    }

    private static void awaitWaiting(Launched service, int count) throws Exception {
        long patience = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        JsonNode generations;
        do {
            TimeUnit.MILLISECONDS.sleep(200);
            generations = json(service, "/v1/usage/audit").path("generations");
        } while (generations.at("/compared/waiting").asInt(-1) != count && System.nanoTime() < patience);
        assertThat(generations.at("/compared/waiting").asInt()).as("%s", generations).isEqualTo(count);
        while (metric(service, "waiting") != count && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(metric(service, "waiting")).isEqualTo(count);
    }

    private static void awaitTrouble(Launched service, String trouble) throws Exception {
        long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String told;
        do {
            TimeUnit.MILLISECONDS.sleep(200);
            told = json(service, "/v1/usage/audit").at("/generations/trouble").asText();
        } while (!told.equals(trouble) && System.nanoTime() < patience);
        assertThat(told).isEqualTo(trouble);
    }

    private static double metric(Launched service, String name) throws IOException, InterruptedException {
        return service.get("/metrics").body().lines().filter(line -> line.startsWith("lakehouse_langfuse_" + name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).findFirst().orElseThrow();
    }

    private boolean isSecret(String text) {
        return text.contains(secret) || text.contains(encoded);
    }

    private static Long number(JsonNode row, String name) {
        return row.path(name).isNull() ? null : row.path(name).asLong();
    }

    private static JsonNode json(Launched service, String path) throws IOException, InterruptedException {
        return parsed(service.get(path).body());
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String mark(Received call) {
        return Callers.markIn(call.body().toString());
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }
}
