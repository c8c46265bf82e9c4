package vectord.service.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    @TempDir
    private Path folder;

    @Test
    void filesThatComeAndGoAreNoErrorWhereBytesAreCounted() throws Exception {
        Files.write(Files.createDirectory(folder.resolve("below")).resolve("stays"), new byte[1000]);
        var done = new AtomicBoolean();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var writing = threads.submit(() -> {
                while (!done.get()) {
                    comeAndGo();
                }
                return null;
            });
            try {
                for (int round = 0; round < 2000; round++) {
                    assertThat(Folders.bytes(folder)).isEqualTo(1000);
                }
            } finally {
                done.set(true);
            }
            writing.get();
        }
    }

    private void comeAndGo() throws IOException {
        for (int file = 0; file < 20; file++) {
            Files.createFile(folder.resolve("passing-" + file));
        }
        for (int file = 0; file < 20; file++) {
            Files.delete(folder.resolve("passing-" + file));
        }
    }
}
