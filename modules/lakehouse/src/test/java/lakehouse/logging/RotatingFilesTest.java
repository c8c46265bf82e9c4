package lakehouse.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFilesTest {

    private static final int THREADS = 8;
    private static final int LINES = 250;

    @TempDir
    private Path directory;

    @Test
    void noLineIsLostWhileFilesRotate() throws Exception {
        var files = new RotatingFiles(directory + "/lakehouse.%g.log", 400, THREADS * LINES);
        files.setFormatter(new TextLines("%5$s%n"));
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var written = new ArrayList<Future<?>>();
            for (int thread = 0; thread < THREADS; thread++) {
                var said = "thread " + thread + " says ";
                written.add(threads.submit(() -> IntStream.range(0, LINES)
                        .forEach(line -> files.publish(new LogRecord(Level.INFO, said + line)))));
            }
            for (var each : written) {
                each.get();
            }
        } finally {
            files.close();
        }
        assertThat(lines()).hasSize(THREADS * LINES).doesNotHaveDuplicates();
    }

    private List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        try (var logs = Files.newDirectoryStream(directory, "*.log")) {
            for (var log : logs) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines;
    }
}
