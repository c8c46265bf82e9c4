package lakehouse.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    @TempDir
    private Path directory;

    @Test
    void itStandsWhereStateIsKept() {
        var home = Path.of("/people/else");
        assertThat(HistoryFile.of(Map.of("XDG_STATE_HOME", "/state", "HOME", "/people/ann"), home).path())
                .isEqualTo(Path.of("/state/lakehouse/sql_history"));
        assertThat(HistoryFile.of(Map.of("XDG_STATE_HOME", "relative", "HOME", "/people/ann"), home).path())
                .isEqualTo(Path.of("/people/ann/.local/state/lakehouse/sql_history"));
        assertThat(HistoryFile.of(Map.of(), home).path())
                .isEqualTo(Path.of("/people/else/.local/state/lakehouse/sql_history"));
    }

    @Test
    void itIsForItsUserAlone() throws IOException {
        var file = new HistoryFile(directory.resolve("state/lakehouse/sql_history"));
        assertThat(file.prepared(said -> {})).contains(file.path());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()))).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file.path(), "SELECT 1;\n");
        assertThat(file.prepared(said -> {})).contains(file.path());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()))).isEqualTo("rw-------");
        assertThat(file.path()).hasContent("SELECT 1;\n");
    }

    @Test
    void whereItCannotBeThatIsSaid() throws IOException {
        var said = new ArrayList<String>();
        var file = new HistoryFile(Files.writeString(directory.resolve("plain"), "").resolve("sql_history"));
        assertThat(file.prepared(said::add)).isEmpty();
        assertThat(said).singleElement().asString().startsWith("(no history is kept: ");
    }
}
