package lakehouse.configuration;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// `lakehouse.yaml` as flat keys: `server: {port: 1}` is `server.port`, the first item of a list `auth.keys.0`.
///
/// Scalars are kept as they are written. YAML's own types would turn a date into a timestamp, a price of `0.10` into
/// `0.1` and a model named `on` into `true`.
final class ConfigurationFile {

    private final Path file;
    private final Map<String, String> values = new TreeMap<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private final BiFunction<String, String, Optional<String>> problem;

    private ConfigurationFile(Path file, BiFunction<String, String, Optional<String>> problem) {
        this.file = file;
        this.problem = problem;
    }

    /// The flat keys of a text that nothing is wrong with.
    static Map<String, String> flat(String text) {
        var reading = new ConfigurationFile(Path.of(""), (key, value) -> Optional.empty());
        reading.read(new StringReader(text));
        return reading.values;
    }

    /// Reads and checks a file.
    static Map<String, String> read(Path file) {
        var reading = new ConfigurationFile(file, KnownKeys::problem);
        try {
            reading.read(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw reading.refusal("no such file", e);
        } catch (AccessDeniedException e) {
            throw reading.refusal("may not be read by " + System.getProperty("user.name"), e);
        } catch (CharacterCodingException e) {
            throw reading.refusal("is not UTF-8", e);
        } catch (IOException e) {
            throw reading.refusal("cannot be read (" + e.getMessage() + ")", e);
        } catch (MarkedYAMLException e) {
            throw reading.refusal(e.getProblemMark().getLine() + 1, "is not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw reading.refusal("is not YAML: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
        return reading.values;
    }

    private void read(Reader reader) {
        switch (new Yaml(new LoaderOptions()).compose(reader)) {
            case null -> {
            }
            case MappingNode top -> {
                flatten("", top);
            }
            case Node other -> throw refusal(line(other), "is not a mapping of keys to values", null);
        }
    }

    private void flatten(String key, Node node) {
        if (open.contains(node)) {
            throw refusal(line(node), key + " contains itself", null);
        }
        open.push(node);
        switch (node) {
            case ScalarNode scalar -> put(key, scalar);
            case SequenceNode list -> {
                for (int at = 0; at < list.getValue().size(); at++) {
                    flatten(below(key, Integer.toString(at)), list.getValue().get(at));
                }
            }
            case MappingNode mapping -> mapping.getValue()
                    .forEach(entry -> flatten(below(key, key(entry.getKeyNode())), entry.getValueNode()));
            default -> throw refusal(line(node), key + " is neither a value, a list nor a mapping", null);
        }
        open.pop();
    }

    private void put(String key, ScalarNode scalar) {
        var value = Tag.NULL.equals(scalar.getTag()) ? "" : scalar.getValue();
        if (values.putIfAbsent(key, value) != null) {
            throw refusal(line(scalar), key + " is set twice", null);
        }
        problem.apply(key, value).ifPresent(problem -> {
            throw refusal(line(scalar), problem, null);
        });
    }

    private String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw refusal(line(node), "a key must be a plain name", null);
    }

    private static String below(String key, String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private LakehouseException refusal(int line, String problem, Exception cause) {
        return new LakehouseException(Code.CONFIGURATION, file + ":" + line + ": " + problem, cause);
    }

    private LakehouseException refusal(String problem, Exception cause) {
        return new LakehouseException(Code.CONFIGURATION, file + ": " + problem, cause);
    }
}
