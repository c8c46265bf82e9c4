package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import provider.scripted.ScriptedLangfuse;

/// The image's doctor, beside a service and without one.
class DoctorIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SECRET = "sk-lf-canary-of-the-doctor";

    @TempDir
    private Path directory;

    @Test
    void aServiceThatRunsHasItsPortAndIsReadyAndItIsWellWithoutItToo() throws Exception {
        String port;
        try (var service = Launched.serve(directory, Map.of())) {
            port = Integer.toString(service.uri().getPort());
            try (var doctor = Launched.run(directory, Map.of(), "doctor", "--data", "data", "--port", port)) {
                assertThat(doctor.exit(PATIENCE)).as(String.join("\n", doctor.output())).isZero();
                assertThat(doctor.output()).anyMatch(line -> line.matches("ok +port +.* is held by the service\\."))
                        .anyMatch(line -> line.matches("ok +service +.* is ready\\."))
                        .anyMatch(line -> line.matches("ok +java +Java 25.*"))
                        .anyMatch(line -> line.matches("ok +langfuse +Not configured .*"))
                        .allMatch(line -> line.matches("(ok|warn) .*"));
            }
        }
        try (var doctor = Launched.run(directory, Map.of(), "doctor", "--data", "data", "--port", port)) {
            assertThat(doctor.exit(PATIENCE)).isZero();
            assertThat(doctor.output()).anyMatch(line -> line.matches("warn +service +.*does not run\\."));
        }
        try (var doctor = Launched.run(directory, Map.of("SIDECAR_URL", "http://127.0.0.1:1"), "doctor", "--port", port)) {
            assertThat(doctor.exit(PATIENCE)).isEqualTo(1);
            assertThat(doctor.output()).anyMatch(line -> line.matches("fail +sidecar +.*"));
        }
    }

    @Test
    void langfuseIsAskedWhoTheKeysAreOfAndToldNothing() throws Exception {
        try (var langfuse = ScriptedLangfuse.start(ScriptedLangfuse.Answer.WELL)) {
            Files.writeString(directory.resolve("lakehouse.yaml"),
                    "langfuse: {url: \"" + langfuse.uri() + "\", public-key: pk-lf-1, secret-key: \"" + SECRET + "\"}\n");
            langfuse.follow(ScriptedLangfuse.Answer.project("The sea"));
            assertThat(diagnosis(0)).anyMatch(line -> line.matches("ok +langfuse +.* takes the keys, .* 'The sea'\\."))
                    .anyMatch(line -> line.matches("ok +clock and langfuse +.*"));
            langfuse.follow(ScriptedLangfuse.Answer.of(401));
            assertThat(diagnosis(1)).anyMatch(line -> line.matches("fail +langfuse +.* refuses the keys \\(401\\)\\."))
                    .noneMatch(line -> line.contains(SECRET));
            assertThat(langfuse.asked()).hasSize(2);
            assertThat(langfuse.accepted()).isEmpty();
        }
        Files.writeString(directory.resolve("lakehouse.yaml"), "langfuse: {url: \"http://127.0.0.1:1\"}\n");
        assertThat(diagnosis(1)).anyMatch(line -> line.matches("fail +langfuse +langfuse.url is set, but not .*"));
    }

    /// Of a service that does not run.
    private List<String> diagnosis(int code) throws Exception {
        try (var doctor = Launched.run(directory, Map.of("SERVER_PORT", "0"), "doctor", "--data", "data")) {
            assertThat(doctor.exit(PATIENCE)).as(String.join("\n", doctor.output())).isEqualTo(code);
            return doctor.output();
        }
    }
}
