package lakehouse.guard;

import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The example configuration with its examples switched on. A `#` with text right after it is an example that is switched
/// off, a `#` with a space after it is prose.
///
/// @param keys flat; an item of a list has its number
record ExampleConfiguration(Set<String> keys) {

    private static final Pattern SWITCHED_OFF = Pattern.compile("^(\\s*)#(\\S)", Pattern.MULTILINE);
    /// Where a page writes any name or number: `*`, `<alias>`, `N`, `[]`.
    private static final Pattern ANY = Pattern.compile("\\*|<[^>]*>|N|\\[]|\\d+");

    static ExampleConfiguration of(String yaml) {
        var keys = new TreeSet<String>();
        var text = SWITCHED_OFF.matcher(yaml).replaceAll("$1$2");
        flatten("", new Yaml(new LoaderOptions()).compose(new StringReader(text)), keys);
        return new ExampleConfiguration(keys);
    }

    /// Those of the documented keys that do not appear in it.
    List<String> missing(List<String> documented) {
        return documented.stream().filter(pattern -> keys.stream().noneMatch(key -> covers(pattern, key))).toList();
    }

    /// Those of its keys that are documented nowhere.
    List<String> undocumented(List<String> documented) {
        return keys.stream().filter(key -> documented.stream().noneMatch(pattern -> covers(pattern, key))).toList();
    }

    /// Whether a key is what a documented one speaks of, or lies below it.
    private static boolean covers(String documented, String key) {
        var expected = List.of(documented.replace("[]", ".[]").replace("..", ".").split("\\."));
        var given = List.of(key.split("\\."));
        if (given.size() < expected.size()) {
            return false;
        }
        for (int at = 0; at < expected.size(); at++) {
            if (!ANY.matcher(expected.get(at)).matches() && !expected.get(at).equals(given.get(at))) {
                return false;
            }
        }
        return true;
    }

    private static void flatten(String key, Node node, Set<String> keys) {
        var below = key.isEmpty() ? "" : key + ".";
        switch (node) {
            case MappingNode mapping -> mapping.getValue().forEach(
                    entry -> flatten(below + ((ScalarNode) entry.getKeyNode()).getValue(), entry.getValueNode(), keys));
            case SequenceNode list -> {
                for (int at = 0; at < list.getValue().size(); at++) {
                    flatten(below + at, list.getValue().get(at), keys);
                }
            }
            default -> keys.add(key);
        }
    }
}
