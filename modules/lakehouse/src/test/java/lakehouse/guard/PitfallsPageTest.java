package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of pitfalls leads to tests that are there.
class PitfallsPageTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
    private static final List<String> ROWS = Tree.read(Tree.PAGES.resolve("pitfalls.md")).lines()
            .filter(line -> line.matches("\\| \\d+ \\|.*")).toList();

    @Test
    void everyPitfallNamesTestsThatExist() {
        assertThat(ROWS).isNotEmpty().allSatisfy(row -> {
            var named = NAMED.matcher(row).results().toList();
            assertThat(named).as(row).isNotEmpty().allSatisfy(test -> {
                var method = test.group(2);
                assertThat(source(test.group(1))).as(test.group()).contains(method == null ? "class " : "void " + method + "(");
            });
        });
    }

    private static String source(String test) {
        return Tree.modules().stream().map(module -> Tree.ROOT.resolve("modules").resolve(module).resolve("src/test/java"))
                .filter(Files::isDirectory).flatMap(folder -> files(folder, test + ".java").stream()).map(Tree::read).findFirst()
                .orElse("");
    }

    private static List<Path> files(Path folder, String name) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
