package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The architecture, tested on what is shipped.
class ImageModulesIT {

    private static final Map<String, ModuleReference> SHIPPED = ModuleFinder.of(Tree.IMAGE.resolve("lib")).findAll().stream()
            .collect(Collectors.toMap(module -> module.descriptor().name(), Function.identity()));

    static Set<String> modules() {
        return Tree.shippedModules();
    }

    @Test
    void exactlyOurModulesAreShippedAndTheOneForTestsIsNot() {
        assertThat(SHIPPED.keySet()).containsAll(Tree.shippedModules()).doesNotContain("provider.scripted");
        assertThat(SHIPPED.values()).filteredOn(module -> module.descriptor().packages().stream().anyMatch(ImageModulesIT::ours))
                .extracting(module -> module.descriptor().name()).containsExactlyInAnyOrderElementsOf(Tree.shippedModules());
    }

    @Test
    void nothingForTestsAndNothingTwiceIsShipped() {
        assertThat(SHIPPED.keySet()).noneMatch(name -> name.startsWith("org.junit") || name.startsWith("org.assertj"));
        assertThat(Tree.list(Tree.IMAGE.resolve("lib"))).hasSameSizeAs(SHIPPED.keySet());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void ourModulesAreNamedOnPurposeAndVersioned(String module) {
        assertThat(SHIPPED.get(module).descriptor().isAutomatic()).isFalse();
        assertThat(SHIPPED.get(module).descriptor().isOpen()).isFalse();
        assertThat(SHIPPED.get(module).descriptor().rawVersion()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void exportsAndFriendsAreAsDocumented(String module) {
        assertThat(Exports.of(SHIPPED.get(module).descriptor())).isEqualTo(new ModulePage(Tree.page(module)).exports());
    }

    @Test
    void anExportThatIsNotDocumentedIsSeen() {
        var widened = ModuleDescriptor.newModule("ai.client").exports("ai.client").exports("ai.client.direct").build();
        assertThat(Exports.of(widened)).isNotEqualTo(new ModulePage(Tree.page("ai.client")).exports());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void onlyTheClientAndTheGatewaySpeakHttpToOthers(String module) throws IOException {
        var found = new TreeMap<String, Set<String>>();
        try (var reader = SHIPPED.get(module).open(); var names = reader.list()) {
            for (var name : names.filter(entry -> entry.endsWith(".class") && !entry.equals("module-info.class")).toList()) {
                try (var in = reader.open(name).orElseThrow()) {
                    found.put(name, HttpClientUse.in(in.readAllBytes()));
                }
            }
        }
        found.values().removeIf(Set::isEmpty);
        if (HttpClientUse.CALLERS.contains(module)) {
            assertThat(found).as("it makes calls, and the guard can see that it does").isNotEmpty();
        } else {
            assertThat(found).isEmpty();
        }
    }

    private static boolean ours(String name) {
        return Tree.modules().stream().anyMatch(module -> name.equals(module) || name.startsWith(module + "."));
    }
}
