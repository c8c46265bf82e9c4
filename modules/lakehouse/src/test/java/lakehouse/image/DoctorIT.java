package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image's doctor, beside a service and without one.
class DoctorIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

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
}
