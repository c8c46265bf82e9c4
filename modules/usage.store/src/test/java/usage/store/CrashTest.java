package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was acknowledged survives the death of the process: a child is killed right after it has said so.
@Tag("slow")
class CrashTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"opened,1", "opened,40", "progressed,25", "settled,1", "settled,40"})
    void whatWasAcknowledgedIsThereAfterAKill(String last, int times) throws IOException, InterruptedException {
        var opened = new LinkedHashSet<UUID>();
        var progressed = new LinkedHashSet<UUID>();
        var settled = new LinkedHashSet<UUID>();
        var victim = start();
        try (var said = victim.inputReader()) {
            for (int seen = 0; seen < times;) {
                var words = Optional.ofNullable(said.readLine()).orElseThrow().split(" ");
                Set<UUID> acknowledged = switch (words[0]) {
                    case "opened" -> opened;
                    case "progressed" -> progressed;
                    default -> settled;
                };
                acknowledged.add(UUID.fromString(words[1]));
                seen += words[0].equals(last) ? 1 : 0;
            }
            victim.destroyForcibly();
            assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        try (var store = Sample.store(directory)) {
            for (var callId : opened) {
                var rows = store.queries().call(callId);
                assertThat(rows).as("rows of %s", callId).hasSize(1);
                var settlement = rows.getFirst().settlement();
                if (settled.contains(callId)) {
                    assertThat(settlement.status()).isEqualTo(Status.OK);
                }
                if (progressed.contains(callId)) {
                    assertThat(settlement.tokens()).isEqualTo(Sample.tokens(7, 3));
                    assertThat(settlement.sentAt()).isPresent();
                }
            }
            assertThat(store.queries().completeness().inFlight()).isZero();
        }
    }

    @Test
    void anotherProcessOnTheSameDirectoryIsToldThatItIsInUse() throws IOException, InterruptedException {
        var store = Sample.store(directory);
        try (store) {
            var second = start(Redirect.PIPE);
            try (var said = second.errorReader()) {
                assertThat(said.lines().collect(Collectors.joining())).contains("LedgerException")
                        .contains("is in use by another process");
            }
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isNotZero();
        }
    }

    private Process start() throws IOException {
        return start(Redirect.DISCARD);
    }

    private Process start(Redirect errors) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-p",
                System.getProperty("jdk.module.path"), "--add-modules", "usage.store,ALL-MODULE-PATH", "-cp",
                Path.of(System.getProperty("basedir", "."), "target/test-classes").toString(), "crash.Victim",
                directory.toString()).redirectError(errors).start();
    }
}
