package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleConfigurationTest {

    @Test
    void theExampleHasEveryKeyThatIsDocumentedAndNoOther() {
        var example = ExampleConfiguration.of(Tree.read(Tree.ROOT.resolve("etc/lakehouse.yaml")));
        var documented = Tree.modules().stream().flatMap(module -> new ModulePage(Tree.page(module)).keys().stream()).toList();
        assertThat(documented).contains("server.host", "data.dir");
        assertThat(example.missing(documented)).as("documented, but not in etc/lakehouse.yaml").isEmpty();
        assertThat(example.undocumented(documented)).as("in etc/lakehouse.yaml, but on no module's page").isEmpty();
    }

    @Test
    void aKeyThatIsMissingOnEitherSideIsSeen() {
        var example = ExampleConfiguration.of("""
                # prose: with a colon
                server:
                  port: 1
                  #host: any
                #models:
                  #fast: [a/b, c/d]
                """);
        assertThat(example.keys()).containsExactly("models.fast.0", "models.fast.1", "server.host", "server.port");
        assertThat(example.missing(List.of("server.port", "models.*", "server.hosts", "models.<alias>.9.x")))
                .containsExactly("server.hosts", "models.<alias>.9.x");
        assertThat(example.undocumented(List.of("server.port", "models.<alias>"))).containsExactly("server.host");
    }

    @Test
    void keysAreReadFromThePagesTable() {
        var page = new ModulePage("""
                | Other | Default | Meaning |
                |---|---|---|
                | `no.key` | | |

                | Key | Default | Meaning |
                |---|---|---|
                | `a.b`, `a.c` | `1` | as `d.e` |
                | `f.*.g` | | |

                | `not.in.the.table` | | |
                """);
        assertThat(page.keys()).containsExactly("a.b", "a.c", "f.*.g");
    }
}
