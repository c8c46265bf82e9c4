package lakehouse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void nobodyElseMayEnterAndNothingIsLeft() throws IOException {
        try (var directory = PrivateDirectory.in(parent)) {
            Files.writeString(directory.below("copy").resolve("file"), "text");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only()))).isEqualTo("rwx------");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void oneThatASuddenEndHasLeftIsRemovedByTheNextAndOneInUseIsNot() throws IOException {
        var left = Files.createDirectories(parent.resolve("lakehouse-snapshot-1/copy"));
        Files.writeString(left.resolve("ledger.mv.db"), "rows");
        var others = Files.createDirectory(parent.resolve("lakehouse-other"));
        try (var first = PrivateDirectory.in(parent)) {
            assertThat(left.getParent()).doesNotExist();
            first.below("copy");
            PrivateDirectory.in(parent).close();
            assertThat(content()).hasSize(2).contains(others).anySatisfy(used -> assertThat(used.resolve("copy")).exists());
        }
        assertThat(content()).containsExactly(others);
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        var file = Files.writeString(Files.createDirectory(parent.resolve("mine")).resolve("file"), "text");
        Files.createSymbolicLink(parent.resolve("lakehouse-snapshot-1"), file.getParent());
        PrivateDirectory.in(parent).close();
        assertThat(file.getParent()).isDirectoryContaining(found -> found.equals(file));
        assertThat(content()).hasSize(2);
    }

    private Path only() throws IOException {
        assertThat(content()).hasSize(1);
        return content().getFirst();
    }

    private List<Path> content() throws IOException {
        try (var files = Files.list(parent)) {
            return files.toList();
        }
    }
}
