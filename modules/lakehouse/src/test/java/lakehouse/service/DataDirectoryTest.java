package lakehouse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
}
