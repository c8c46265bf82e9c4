package usage.store.rollup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What rows have in common: for each of some dimensions the keys they are found under. That is one key, or none where the
/// column is NULL; tags may be several, in their order and each once.
record Combination(List<List<String>> keys) {

    /// The groups that such a row counts in: one for each way of taking a key of every dimension, where no key is one too.
    List<List<Optional<String>>> groups() {
        var groups = List.of(List.<Optional<String>>of());
        for (var choices : keys) {
            var longer = new ArrayList<List<Optional<String>>>();
            for (var group : groups) {
                if (choices.isEmpty()) {
                    longer.add(and(group, Optional.empty()));
                }
                choices.forEach(key -> longer.add(and(group, Optional.of(key))));
            }
            groups = longer;
        }
        return groups;
    }

    private static List<Optional<String>> and(List<Optional<String>> group, Optional<String> key) {
        var longer = new ArrayList<Optional<String>>(group.size() + 1);
        longer.addAll(group);
        longer.add(key);
        return longer;
    }
}
