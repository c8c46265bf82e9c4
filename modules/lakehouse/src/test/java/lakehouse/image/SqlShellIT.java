package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/lakehouse sql` that is given its questions on standard input.
class SqlShellIT {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"Reply with PONG\"}]}";

    @TempDir
    private Path directory;

    @Test
    void whatIsPipedInIsAnsweredUpToTheFirstThatHasNoAnswer() throws Exception {
        try (var service = Launched.serve(directory, Map.of())) {
            service.post("/v1/chat", CHAT, "x-lakehouse-caller", "ann;");

            var one = sql(service, "select caller from calls where caller = 'ann;'");
            assertThat(one).isEqualTo(new Told(0, "caller\n------\nann;\n(1 row)\n", ""));

            var more = sql(service,
                    "-- all;\nSELECT 1 AS one FROM calls;\n@usage_by_model\n\\csv\nSELECT 2 AS two\n\nFROM calls;\n");
            assertThat(more.code()).isZero();
            assertThat(more.out()).startsWith("one\n---\n  1\n(1 row)\nprovider ").endsWith("\ntwo\r\n2\r\n");
            assertThat(more.err()).isEqualTo("answers are shown as CSV\n");

            var views = sql(service, "\\d calls\n\\d prices\n\\d usage_hourly\n");
            assertThat(views.code()).isZero();
            assertThat(views.out().lines()).anyMatch(line -> line.matches("accepted_at +timestamp with time zone"));

            var wrong = sql(service, "SELECT 1 AS one FROM calls; SELECT 2 FROM\nsomewhere; SELECT 3 AS three FROM calls;");
            assertThat(wrong).isEqualTo(new Told(1, "one\n---\n  1\n(1 row)\n",
                    "lakehouse: line 1: sql may not read from 'somewhere'; there are calls, prices, usage_hourly\n"));

            assertThat(sql(service, "").code()).isEqualTo(2);
        }
    }

    private record Told(int code, String out, String err) {}

    private Told sql(Launched service, String input) throws IOException, InterruptedException {
        var files = List.of(Files.createTempFile(directory, "in", ""), Files.createTempFile(directory, "out", ""),
                Files.createTempFile(directory, "err", ""));
        Files.writeString(files.get(0), input);
        var process = new ProcessBuilder(Launched.IMAGE.resolve("bin/lakehouse").toString(), "sql", "--url",
                service.uri().toString()).redirectInput(files.get(0).toFile()).redirectOutput(files.get(1).toFile())
                .redirectError(files.get(2).toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
            return new Told(process.exitValue(), Files.readString(files.get(1)), Files.readString(files.get(2)));
        } finally {
            process.destroyForcibly();
        }
    }
}
