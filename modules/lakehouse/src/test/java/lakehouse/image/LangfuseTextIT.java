package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.OpenAi;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.ScriptedLangfuse.Answer;
import provider.scripted.ScriptedProvider;
import provider.scripted.SpanView;

/// Prompts and answers reach Langfuse as far as the operator wants, from the service as it is shipped; and nothing else, ever.
class LangfuseTextIT {

    private static final List<String> LOOKS = List.of("/metrics", "/health/ready", "/v1/usage/calls?limit=1000",
            "/v1/usage/export", "/v1/usage/audit", "/v1/usage/in-flight");
    private static final String INPUT = "langfuse.observation.input";
    private static final String OUTPUT = "langfuse.observation.output";

    @TempDir
    private Path directory;
    private final String run = UUID.randomUUID().toString().replace("-", "");
    private final String prompt = "prompt" + run;
    private final String answer = "answer" + run;
    private final String address = "ada" + run + "@example.com";
    private final String own = "EMP-" + run;
    private ScriptedProvider provider;
    private ScriptedLangfuse langfuse;

    @BeforeEach
    void start() {
        provider = ScriptedProvider.start(OpenAi.answering(answer, " from ", address), "m");
        langfuse = ScriptedLangfuse.start(Answer.WELL);
    }

    @AfterEach
    void stop() {
        provider.close();
        langfuse.close();
    }

    @ParameterizedTest
    @CsvSource({"off,false,false", "redacted,true,false", "full,true,true"})
    void whatWasSaidIsToldAsFarAsItIsWantedAndNowhereElse(String text, boolean isTold, boolean isPrivateTold) throws Exception {
        configure(text);
        try (var service = serve()) {
            call(service);
            awaitGenerations(2);
            for (var look : LOOKS) {
                assertNothingIn(look, service.get(look).body());
            }
            assertThat(service.get("/metrics").body()).containsPattern("lakehouse_langfuse_texts_dropped\\{.*} 0\\.0");
            service.terminate();
            service.exit(Duration.ofSeconds(30));
            assertNothingIn("log", String.join("\n", service.output()));
            assertThat(String.join("\n", service.output()).contains("langfuse.text: full")).isEqualTo(isPrivateTold);
        }
        var told = langfuse.accepted().toString();
        assertThat(told.contains(prompt)).as("prompt").isEqualTo(isTold);
        assertThat(told.contains(answer)).as("answer").isEqualTo(isTold);
        assertThat(told.contains(address)).as("address").isEqualTo(isPrivateTold);
        assertThat(told.contains(own)).as("what the operator's pattern finds").isEqualTo(isPrivateTold);
        assertThat(spans()).filteredOn(span -> span.attributes().containsKey(INPUT) && span.attributes().containsKey(OUTPUT))
                .as("generations and requests with text").hasSize(isTold ? 4 : 0);
        if (isTold && !isPrivateTold) {
            assertThat(told).contains(prompt + " [EMAIL] [REDACTED]").contains(answer + " from [EMAIL]");
        }
        assertNothingOnDisk();
    }

    @Test
    void whatWaitsForLangfuseDiesWithTheProcessAndTheGenerationsDoNot() throws Exception {
        configure("full");
        langfuse.follow(posted -> Answer.of(503));
        try (var service = serve()) {
            call(service);
            langfuse.next();
            // Killed at the end of this block.
        }
        assertNothingOnDisk();
        langfuse.follow(Answer.WELL);
        try (var service = serve()) {
            awaitGenerations(2);
            assertThat(service.get("/v1/usage/calls").statusCode()).isEqualTo(200);
        }
        assertNothingIn("what is told after a crash", langfuse.accepted().toString());
    }

    @Test
    void aPatternThatIsNoneDoesNotStart() throws Exception {
        configure("redacted");
        var yaml = directory.resolve("lakehouse.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("\\bEMP", "(EMP"));
        try (var service = Launched.run(directory, Map.of(), "serve", "--port", "0")) {
            assertThat(service.exit(Duration.ofSeconds(60))).isEqualTo(2);
            assertThat(service.output()).singleElement().asString().contains("langfuse.redact.0 is no pattern of RE2");
        }
    }

    private void configure(String text) throws IOException {
        Files.writeString(directory.resolve("lakehouse.yaml"), """
                langfuse:
                  url: "%s"
                  public-key: pk-lf-1
                  secret-key: sk-lf-1
                  text: %s
                  redact: ['\\bEMP-\\w{3,40}']
                providers: {open: {type: openai, base-url: "%s/v1"}}
                """.formatted(langfuse.uri(), text, provider.uri()));
    }

    private Launched serve() throws IOException, InterruptedException {
        return Launched.serve(directory, Map.of());
    }

    /// As it is passed through, whole and streamed.
    private void call(Launched service) throws IOException, InterruptedException {
        for (boolean stream : List.of(false, true)) {
            var answered = service.post("/v1/chat/completions",
                    "{\"model\":\"open/m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s %s %s\"}]}"
                            .formatted(stream, prompt, address, own));
            assertThat(answered.statusCode()).isEqualTo(200);
            assertThat(answered.body()).contains(answer);
        }
    }

    private void awaitGenerations(int count) throws InterruptedException {
        await(() -> spans().stream().filter(span -> span.attributes().get("langfuse.observation.type").equals("generation"))
                .map(SpanView::id).distinct().count() == count);
    }

    private List<SpanView> spans() {
        return langfuse.accepted().stream().flatMap(posted -> posted.spans().stream()).toList();
    }

    private void assertNothingOnDisk() throws IOException {
        try (var files = Files.walk(directory.resolve("data"))) {
            var all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(2);
            for (var file : all) {
                assertNothingIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void assertNothingIn(String where, String text) {
        assertThat(text.contains(run)).as(where).isFalse();
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); !done.getAsBoolean();) {
            assertThat(System.nanoTime()).as("it is so within thirty seconds").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
