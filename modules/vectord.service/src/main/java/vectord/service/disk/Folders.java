package vectord.service.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Folders with all that is in them.
public final class Folders {

    private Folders() {}

    /// Removes a folder and its content, where it is there.
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (var path : content(folder)) {
            Files.deleteIfExists(path);
        }
    }

    /// Removes everything in a folder but one entry.
    public static void deleteAllBut(Path folder, String kept) throws IOException {
        try (var entries = Files.list(folder)) {
            for (var entry : entries.filter(path -> !path.getFileName().toString().equals(kept)).toList()) {
                delete(entry);
            }
        }
    }

    private static List<Path> content(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
