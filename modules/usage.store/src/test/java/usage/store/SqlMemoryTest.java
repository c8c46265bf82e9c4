package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A question that needs more memory than there is, asked of a process with a small heap that ends when that is used up.
@Tag("slow")
class SqlMemoryTest {

    private static final int CALLS = 3000;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void fill() {
        try (var store = Sample.store(directory)) {
            for (int at = 0; at < CALLS; at++) {
                new Sample().settleOk(store);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', value = {"-XX:+UseG1GC^160m", "-XX:+UseSerialGC^160m", "-XX:+UseG1GC^400m"})
    void millionsOfGroupsAreStoppedBeforeTheyTakeTheProcessAlong(String collector, String heap)
            throws IOException, InterruptedException {
        var said = ask(collector, heap,
                "SELECT a.call_id, b.call_id AS other, COUNT(*) FROM calls a CROSS JOIN calls b GROUP BY a.call_id, b.call_id");
        assertThat(said).contains("BUSY sql was stopped because memory is short")
                .contains("then [[Amount[number=" + CALLS + "]]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT COUNT(DISTINCT a.latency_ms * 1000000 + b.latency_ms) FROM calls a CROSS JOIN calls b",
        "SELECT MEDIAN(a.latency_ms + b.latency_ms + c.attempt) FROM calls a CROSS JOIN calls b CROSS JOIN calls c",
        "SELECT ROW_NUMBER() OVER (ORDER BY a.call_id), b.caller FROM calls a CROSS JOIN calls b",
        "SELECT DISTINCT a.call_id, b.call_id AS other FROM calls a CROSS JOIN calls b",
        "SELECT a.*, b.* FROM calls a CROSS JOIN calls b ORDER BY a.call_id, b.call_id DESC"})
    void whateverGathersRowsLeavesTheProcessAlive(String sql) throws IOException, InterruptedException {
        assertThat(ask("-XX:+UseG1GC", "160m", sql)).contains("then [[Amount[number=" + CALLS + "]]]");
    }

    @Test
    void aSmallHeapIsEnoughForWhatPeopleAsk() throws IOException, InterruptedException {
        assertThat(ask("-XX:+UseG1GC", "160m", NamedQuery.of("usage_by_model").sql())).contains("answered 1");
    }

    private static String ask(String collector, String heap, String sql) throws IOException, InterruptedException {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), collector,
                "-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", "-p", System.getProperty("jdk.module.path"), "--add-modules",
                "usage.store,ALL-MODULE-PATH", "-cp",
                Path.of(System.getProperty("basedir", "."), "target/test-classes").toString(),
                "crash.Asker", directory.toString(), sql).redirectErrorStream(true).start();
        try (var said = process.inputReader()) {
            var all = String.join("\n", said.lines().toList());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(all).isZero();
            return all;
        } finally {
            process.destroyForcibly();
        }
    }
}
