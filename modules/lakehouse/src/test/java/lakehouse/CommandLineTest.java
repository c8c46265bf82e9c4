package lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"serve,--config", "bench,--url", "train,--output", "version,version of Lakehouse", "usage,--by", "sql,--list",
        "doctor,--config"})
    void everyCommandExplainsItself(String command, String says) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: lakehouse " + command, says);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theWholeExplainsItselfAndListsItsCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("serve", "usage", "sql", "doctor", "bench", "train", "version", "Exit codes");
    }

    @Test
    void versionSaysWhatRuns() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).startsWith("lakehouse ").contains("java " + Runtime.version());
    }

    @Test
    void withoutACommandItAsksForOne() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).startsWith("lakehouse: which command?");
    }

    @Test
    void aMistypedCommandIsToldWithWhatWasMeant() {
        assertThat(run("serv")).isEqualTo(2);
        assertThat(err.toString()).contains("'serv'", "Did you mean: lakehouse serve");
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        assertThat(run("serve", "--port", "x")).isEqualTo(2);
        assertThat(err.toString()).startsWith("lakehouse: Invalid value for option '--port'").doesNotContain("\tat ");
        assertThat(run("serve", "--port", "70000", "--data", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("server.port: '70000' is not a number between 0 and 65535");
    }

    @Test
    void aConfigurationThatIsNotThereIsOneLineAndOnRequestATrace() {
        var missing = directory.resolve("missing.yaml").toString();
        assertThat(run("serve", "--config", missing)).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("lakehouse: " + missing + ": no such file");
        run("serve", "--config", missing, "--verbose");
        assertThat(err.toString()).contains("\tat lakehouse");
    }

    @Test
    void aDataDirectoryThatCannotBeIsRefused() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "");
        assertThat(run("serve", "--port", "0", "--data", file.resolve("below").toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("lakehouse: data.dir: " + file).hasLineCount(1);
    }

    @Test
    void aJournalDirectoryThatCannotBeIsRefusedByItsKey() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "");
        var config = Files.writeString(directory.resolve("lakehouse.yaml"), "usage: {journal: {dir: '" + file + "'}}");
        assertThat(run("serve", "--port", "0", "--config", config.toString(), "--data", directory.resolve("data").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("lakehouse: usage.journal.dir: " + file + " cannot be written").hasLineCount(1);
    }

    @Test
    void benchmarksAreListedAndAnUnknownOneIsToldWithWhatThereIs() {
        assertThat(run("bench")).isZero();
        assertThat(out.toString()).contains("hop");
        assertThat(run("bench", "nothing")).isEqualTo(2);
        assertThat(err.toString()).contains("no benchmark 'nothing'; there are: ", "hop");
    }

    @Test
    void whatFollowsABenchmarksNameIsTheBenchmarks() {
        run("bench", "hop", "--help");
        assertThat(out.toString()).doesNotContain("lists them");
    }

    @Test
    void trainingNeedsTheImage() {
        assertThat(run("train")).isEqualTo(2);
        assertThat(err.toString()).contains("run its bin/lakehouse");
    }

    private int run(String... args) {
        return Lakehouse.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
