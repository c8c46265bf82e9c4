package lakehouse.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A temporary directory, removed with all that is in it when closed.
///
/// @param path where it is
public record Scratch(Path path) implements AutoCloseable {

    /// Makes an empty one.
    public static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("lakehouse-"));
    }

    /// Where something of that name would be in it.
    public Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed", e);
        }
    }
}
