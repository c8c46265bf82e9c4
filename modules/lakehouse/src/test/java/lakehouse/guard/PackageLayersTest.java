package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Packages are layers: whatever one knows does not know it, directly or by way of others.
class PackageLayersTest {

    static Set<String> modules() {
        return Tree.modules();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noPackageDependsOnItself(String module) {
        assertThat(PackageLayers.of(Tree.classes(module)).circular()).isEmpty();
    }

    @Test
    void whatIsThereIsSeen() {
        assertThat(PackageLayers.of(Tree.classes("gateway.v1")).known()).hasSizeGreaterThan(15);
        assertThat(PackageLayers.of(Tree.classes("usage.store")).known()).containsKey("usage.store.h2")
                .hasEntrySatisfying("usage.store.recording", known -> assertThat(known).contains("usage.store.h2"))
                .doesNotContainKey("usage.store");
    }

    @Test
    void aCircleIsSeen() {
        var layers = new PackageLayers(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b"), "d", Set.of("a")));
        assertThat(layers.circular()).containsExactlyInAnyOrder("b", "c");
    }
}
