package vectord.service.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {

    @TempDir
    Path folder;
    Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("log");
    }

    @Test
    void recordsAreFoundAgainInOrder() throws IOException {
        try (var log = WriteAheadLog.open(path)) {
            assertThat(log.takeFound()).isEmpty();
            log.append(bytes("one", "two"));
            log.append(bytes("three"));
        }
        assertThat(found()).containsExactly("one", "two", "three");
    }

    @Test
    void everyTornTailIsCutToTheRecordsBeforeIt() throws IOException {
        try (var log = WriteAheadLog.open(path)) {
            log.append(bytes("one", "two"));
        }
        var whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            int secondBegins = whole.length / 2;
            assertThat(found()).as("%d bytes", length).hasSize(length >= secondBegins ? 1 : 0);
            assertThat(Files.size(path)).isEqualTo(length >= secondBegins ? secondBegins : 0);
        }
    }

    @Test
    void flippedBitInTheTailIsNoticed() throws IOException {
        try (var log = WriteAheadLog.open(path)) {
            log.append(bytes("one", "two"));
        }
        var whole = Files.readAllBytes(path);
        whole[whole.length - 1] ^= 1;
        Files.write(path, whole);
        assertThat(found()).containsExactly("one");
    }

    @Test
    void appendingGoesOnBehindTheCut() throws IOException {
        try (var log = WriteAheadLog.open(path)) {
            log.append(bytes("one"));
        }
        Files.write(path, new byte[]{0, 0, 0, 99, 1}, StandardOpenOption.APPEND);
        try (var log = WriteAheadLog.open(path)) {
            log.append(bytes("two"));
        }
        assertThat(found()).containsExactly("one", "two");
    }

    @Test
    void whatIsNotKeptIsGone() throws IOException {
        try (var log = WriteAheadLog.open(path)) {
            log.append(bytes("one", "two", "three"));
            log.keep(bytes("two"));
            log.append(bytes("four"));
            assertThat(log.size()).isEqualTo(Files.size(path));
        }
        assertThat(found()).containsExactly("two", "four");
        try (var log = WriteAheadLog.open(path)) {
            log.keep(List.of());
            log.append(bytes("five"));
        }
        assertThat(found()).containsExactly("five");
    }

    private List<String> found() throws IOException {
        try (var log = WriteAheadLog.open(path)) {
            return log.takeFound().stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
        }
    }

    private static List<byte[]> bytes(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
