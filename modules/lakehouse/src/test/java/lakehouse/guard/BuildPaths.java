package lakehouse.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds sources that name a place on the machine they were written on; elsewhere that place is not.
final class BuildPaths {

    private static final Set<String> TEXT = Set.of("java", "xml", "yaml", "yml", "md", "sql", "properties", "service", "args",
            "json", "");
    private static final Set<String> SKIPPED = Set.of("target", ".git", "data");
    private static final Pattern HOME = Pattern.compile("(?<![\\w.$}*])/(home|Users)/\\w+/|[A-Z]:\\\\+Users\\\\");

    private final List<String> places;

    BuildPaths(String... places) {
        this.places = List.of(places);
    }

    /// Those of this build: the project's own place, the user's directory, and the local Maven repository.
    static BuildPaths here() {
        return new BuildPaths(Tree.ROOT + "/", System.getProperty("user.home") + "/", ".m2/" + "repository");
    }

    /// Lines below a folder that name such a place, each as `file:line`.
    List<String> in(Path root) {
        return below(root).flatMap(file -> lines(root, file)).toList();
    }

    private Stream<String> lines(Path root, Path file) {
        var lines = Tree.read(file).lines().toList();
        return Stream.iterate(0, at -> at < lines.size(), at -> at + 1).filter(at -> named(lines.get(at)))
                .map(at -> root.relativize(file) + ":" + (at + 1));
    }

    private boolean named(String line) {
        return places.stream().anyMatch(line::contains) || HOME.matcher(line).find();
    }

    private static Stream<Path> below(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList().stream().flatMap(entry -> Files.isDirectory(entry)
                    ? SKIPPED.contains(entry.getFileName().toString()) ? Stream.empty() : below(entry)
                    : Stream.of(entry).filter(BuildPaths::text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean text(Path file) {
        var name = file.getFileName().toString();
        return !Files.isSymbolicLink(file) && TEXT.contains(name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "");
    }
}
