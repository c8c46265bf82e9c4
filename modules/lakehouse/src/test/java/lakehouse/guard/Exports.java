package lakehouse.guard;

import java.lang.module.ModuleDescriptor;
import java.util.Collection;
import java.util.List;

/// What a module lets others see.
final class Exports {

    private Exports() {}

    /// Each export of a compiled module as `package` or `package to friend, friend`.
    static List<String> of(ModuleDescriptor module) {
        return module.exports().stream().map(export -> text(export.source(), export.targets())).sorted().toList();
    }

    static String text(String exported, Collection<String> friends) {
        return friends.isEmpty() ? exported : exported + " to " + String.join(", ", friends.stream().sorted().toList());
    }
}
