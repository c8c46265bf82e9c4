package lakehouse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lakehouse.LakehouseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void aTakenDirectoryIsRefusedNamingItsHolderUntilItIsLetGo() {
        var path = directory.resolve("made/on/demand");
        try (var taken = DataDirectory.take(path)) {
            assertThat(taken.path()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.take(path)).isInstanceOfSatisfying(LakehouseException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(LakehouseException.Code.IN_USE);
                assertThat(refusal).hasMessage("data.dir: " + path + " is in use by process " + ProcessHandle.current().pid());
            });
        }
        DataDirectory.take(path).close();
    }

    @Test
    void aDirectoryOfANewerVersionIsLeftAloneAndOneWithoutAFormatIsOfTheFirst() throws IOException {
        Files.createDirectories(directory.resolve("usage"));
        DataDirectory.take(directory).close();
        assertThat(directory.resolve("format")).hasContent("1");
        for (var format : List.of("2", "x", "")) {
            Files.writeString(directory.resolve("format"), format);
            assertThatThrownBy(() -> DataDirectory.take(directory)).isInstanceOfSatisfying(LakehouseException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(LakehouseException.Code.CONFIGURATION);
                assertThat(refusal).hasMessage(format.equals("2")
                        ? "data.dir: " + directory + " has format 2, of a newer version; this one knows format 1"
                        : "data.dir: " + directory.resolve("format") + " does not hold the number of a format");
            });
            // And it is let go again.
            Files.writeString(directory.resolve("format"), "1\n");
            DataDirectory.take(directory).close();
        }
    }
}
