package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The unit is what systemd takes it for, and gives the process little.
class SystemdUnitIT {

    @TempDir
    private Path directory;

    private Path unit;

    @BeforeEach
    void unitOfTheBuiltImage() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "systemd-analyze"))),
                "systemd-analyze is not installed");
        var shipped = Files.readString(Launched.IMAGE.resolve("etc/systemd/lakehouse.service"));
        assertThat(shipped).contains("ExecStart=/opt/lakehouse/bin/lakehouse serve");
        unit = Files.writeString(directory.resolve("lakehouse.service"),
                shipped.replace("/opt/lakehouse", Launched.IMAGE.toString()));
    }

    @Test
    void systemdFindsNoFaultInIt() throws IOException, InterruptedException {
        assertThat(analyze("verify", unit.toString())).isEqualTo(new Said(0, List.of()));
    }

    @Test
    void aFaultWouldBeFound() throws IOException, InterruptedException {
        Files.writeString(unit, Files.readString(unit).replace("bin/lakehouse serve", "bin/no-such-program serve"));
        assertThat(analyze("verify", unit.toString()).exit()).isNotZero();
        Files.writeString(unit, Files.readString(unit).replace("LockPersonality=yes", "LockPersonalty=yes"));
        assertThat(analyze("verify", unit.toString()).lines()).anyMatch(line -> line.contains("LockPersonalty"));
    }

    @Test
    void itTakesTheServicesOwnWordAndWaitsForItsDrain() throws IOException {
        var lines = Files.readAllLines(unit);
        assertThat(lines).contains("Type=notify", "NotifyAccess=main", "StateDirectory=lakehouse", "DynamicUser=yes",
                "SuccessExitStatus=143");
        assertThat(seconds(lines, "TimeoutStopSec")).isGreaterThan(2 * 30);
        // The service checks itself every half of it and has ten seconds for that.
        assertThat(seconds(lines, "WatchdogSec") / 2).isGreaterThan(2 * 10);
    }

    private static int seconds(List<String> lines, String key) {
        return lines.stream().filter(line -> line.matches(key + "=\\d+s"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }

    @Test
    void itsExposureIsLow() throws IOException, InterruptedException {
        assertThat(analyze("security", "--offline=true", "--threshold=15", unit.toString()).exit()).isZero();
        Files.writeString(unit,
                Files.readString(unit).replaceAll("(?m)^(Protect|Restrict|Private|System|Capability|Dynamic).*$", ""));
        assertThat(analyze("security", "--offline=true", "--threshold=15", unit.toString()).exit()).isNotZero();
    }

    private Said analyze(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(words));
        var output = directory.resolve("output.txt");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), Files.readAllLines(output));
    }

    private record Said(int exit, List<String> lines) {}
}
