package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildPathsTest {

    @TempDir
    private Path directory;

    @Test
    void noSourceNamesAPlaceOnTheMachineThatBuildsIt() {
        assertThat(BuildPaths.here().in(Tree.ROOT)).isEmpty();
    }

    @Test
    void aSourceThatDoesIsSeenByFileAndLine() throws IOException {
        Files.createDirectories(directory.resolve("src"));
        Files.writeString(directory.resolve("src/A.java"), "class A {\n  String at = \"/opt/" + "builder/x\";\n}\n");
        Files.writeString(directory.resolve("B.md"), "see /home" + "/somebody/notes\n\nor " + "C:\\Users" + "\\somebody\n");
        Files.writeString(directory.resolve("C.yaml"), "dir: /var/lib/lakehouse\n");
        assertThat(new BuildPaths("/opt/" + "builder/").in(directory)).containsExactly("B.md:1", "B.md:3", "src/A.java:2");
    }
}
