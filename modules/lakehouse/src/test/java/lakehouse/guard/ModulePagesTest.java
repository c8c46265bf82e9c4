package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModulePagesTest {

    private static final String SOURCE = """
            /// What it is for.
            @SuppressWarnings("module") // a reason
            module a.b {

                exports a.b;
                exports a.b.c to d,
                        e;

            }
            """;

    static Set<String> modules() {
        return Tree.modules();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyModuleHasAPageThatEndsInItsDescriptor(String module) {
        assertThat(Tree.PAGES.resolve(module + ".md")).exists();
        assertThat(new ModulePage(Tree.page(module)).descriptor())
                .isEqualTo(ModulePage.declaration(Tree.descriptorSource(module)));
    }

    @Test
    void noPageIsLeftOfAModuleThatIsGone() {
        assertThat(Tree.list(Tree.PAGES)).filteredOn(Files::isRegularFile)
                .filteredOn(page -> Tree.read(page).contains("\n## Descriptor"))
                .extracting(page -> page.getFileName().toString().replaceFirst("\\.md$", "")).isSubsetOf(Tree.modules());
    }

    @Test
    void aPageThatHasDriftedIsSeen() {
        var declaration = ModulePage.declaration(SOURCE);
        assertThat(declaration).startsWith("@SuppressWarnings").endsWith("}");
        assertThat(page(declaration).descriptor()).isEqualTo(declaration);
        assertThat(page(declaration.replace("exports a.b;", "exports a.b ;")).descriptor()).isNotEqualTo(declaration);
        assertThat(new ModulePage("no block").descriptor()).isEmpty();
    }

    @Test
    void exportsAreReadWithTheirFriends() {
        assertThat(page(ModulePage.declaration(SOURCE)).exports()).containsExactly("a.b", "a.b.c to d, e");
    }

    private static ModulePage page(String declaration) {
        return new ModulePage("# a.b\n\n```java\nint other;\n```\n\n## Descriptor\n\n```java\n" + declaration + "\n```\n");
    }
}
