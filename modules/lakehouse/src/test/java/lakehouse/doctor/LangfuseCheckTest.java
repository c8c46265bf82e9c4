package lakehouse.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lakehouse.configuration.Configuration;
import lakehouse.doctor.Finding.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.ScriptedLangfuse;
import provider.scripted.ScriptedLangfuse.Answer;

class LangfuseCheckTest {

    private static final String SECRET = "sk-lf-canary-of-the-doctor";

    @TempDir
    private Path directory;

    private final ScriptedLangfuse langfuse = ScriptedLangfuse.start(Answer.WELL);

    @AfterEach
    void close() {
        langfuse.close();
    }

    @Test
    void withoutItThereIsNoFault() {
        assertThat(look("{}")).singleElement().isEqualTo(Finding.ok("langfuse",
                "Not configured (langfuse.url): it is told nothing."));
    }

    @Test
    void halfConfiguredItNamesWhatIsMissing() {
        assertThat(look("langfuse: {url: '" + langfuse.uri() + "', secret-key: " + SECRET + "}")).singleElement()
                .satisfies(finding -> {
                    assertThat(finding.state()).isEqualTo(State.FAIL);
                    assertThat(finding.sentence()).startsWith("langfuse.url is set, but not langfuse.public-key");
                });
        assertThat(langfuse.asked()).isEmpty();
    }

    @Test
    void itsProjectIsTold() {
        langfuse.follow(Answer.project("The sea"));

        assertThat(look(configured())).containsExactly(
                Finding.ok("langfuse", langfuse.uri() + "/api/public/projects takes the keys, of the project 'The sea'."),
                Finding.ok("clock and langfuse", "This machine's clock agrees with Langfuse's."));
        assertThat(langfuse.accepted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"401, refuses the keys (401).", "403, refuses the keys (403): they must be those of a project.",
        "404, 'answers with 404, not as Langfuse does: is langfuse.url right?'", "503, answers with 503."})
    void whatIsNotWellFailsAndTheKeysAreNotTold(int status, String told) {
        langfuse.follow(Answer.of(status));

        var findings = look(configured());

        assertThat(findings).first()
                .isEqualTo(Finding.fail("langfuse", langfuse.uri() + "/api/public/projects " + told));
        assertThat(findings.toString()).doesNotContain(SECRET);
    }

    @Test
    void whoCannotBeReachedFails() {
        langfuse.close();

        assertThat(look(configured())).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.FAIL);
            assertThat(finding.sentence()).contains("cannot be reached (no answer: ConnectException)");
        });
    }

    @Test
    void aClockThatIsOffIsSeen() {
        var earlier = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(-5));

        assertThat(new LangfuseCheck(earlier).look(config(configured()))).last().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.WARN);
            assertThat(finding.sentence()).contains(" s behind Langfuse's");
        });
    }

    private String configured() {
        return "langfuse: {url: '" + langfuse.uri() + "', public-key: pk-lf-1, secret-key: " + SECRET + "}";
    }

    private List<Finding> look(String yaml) {
        return new LangfuseCheck(InstantSource.system()).look(config(yaml)).toList();
    }

    private Configuration config(String yaml) {
        try {
            return Configuration.assemble(Optional.of(Files.writeString(directory.resolve("lakehouse.yaml"), yaml)), Map.of(),
                    Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
