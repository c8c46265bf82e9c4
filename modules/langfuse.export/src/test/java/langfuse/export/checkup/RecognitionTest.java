package langfuse.export.checkup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import langfuse.export.LangfuseSettings;
import langfuse.export.TextSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.ScriptedLangfuse.Answer;

class RecognitionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String AUTHORIZATION = "Basic cGs6c2s=";

    private final ScriptedLangfuse langfuse = ScriptedLangfuse.start(Answer.WELL);

    @AfterEach
    void close() {
        langfuse.close();
    }

    @Test
    void keysThatAreTakenAreOfAProjectAndNothingIsWritten() {
        langfuse.follow(Answer.project("The \"sea\""));

        assertThat(ask(langfuse.uri())).isInstanceOfSatisfying(Recognition.Known.class, known -> {
            assertThat(known.project()).contains("The \"sea\"");
            assertThat(known.date().orElseThrow()).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
        });
        assertThat(langfuse.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.path()).isEqualTo("/api/public/projects");
            assertThat(asked.headers()).containsEntry("authorization", AUTHORIZATION);
        });
        assertThat(langfuse.accepted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "red \u001b[31m"})
    void aNameThatCannotBeShownIsNotTold(String name) {
        langfuse.follow(Answer.project(name));

        assertThat(ask(langfuse.uri())).isInstanceOfSatisfying(Recognition.Known.class,
                known -> assertThat(known.project()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void keysThatAreRefusedAreThat(int status) {
        langfuse.follow(Answer.of(status));

        assertThat(ask(langfuse.uri())).isInstanceOfSatisfying(Recognition.Refused.class,
                refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>welcome</html>", "", "{\"data\":{}}"})
    void aPageOfSomethingElseIsNoRecognition(String page) {
        langfuse.follow(new Answer(200, Map.of(), page.getBytes(StandardCharsets.UTF_8)));

        assertThat(ask(langfuse.uri())).isEqualTo(new Recognition.Strange(200));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 404, 429, 503})
    void otherAnswersSayNothingOfTheKeys(int status) {
        langfuse.follow(Answer.of(status));

        assertThat(ask(langfuse.uri())).isEqualTo(new Recognition.Strange(status));
    }

    @Test
    void whoDoesNotAnswerIsNotReached() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ask(URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(200)))
                    .isEqualTo(new Recognition.Unreached("no answer within PT0.2S"));
        }
        langfuse.close();
        assertThat(ask(langfuse.uri())).isEqualTo(new Recognition.Unreached("no answer: ConnectException"));
    }

    private static Recognition ask(URI langfuse) {
        return ask(langfuse, PATIENCE);
    }

    private static Recognition ask(URI langfuse, Duration patience) {
        return Recognition.ask(new LangfuseSettings(langfuse.resolve("/api/public/otel/v1/traces"), AUTHORIZATION,
                Optional.empty(), Optional.empty(), TextSettings.OFF), patience);
    }
}
