package vectord.service.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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

    /// Copies a file, or a folder with its content, onto the disk. Files that are being made and locks are left out.
    public static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (var path : paths.filter(Folders::isContent).toList()) {
                var copy = to.resolve(from.relativize(path).toString());
                Files.copy(path, copy);
                if (Files.isRegularFile(copy)) {
                    force(copy);
                }
            }
        }
    }

    /// Bytes of all files in a folder, as far as they are there when they are looked at: an index that is written makes and removes
    /// some all the time.
    public static long bytes(Path folder) throws IOException {
        var sum = new Sum();
        Files.walkFileTree(folder, sum);
        return sum.bytes;
    }

    private static final class Sum extends SimpleFileVisitor<Path> {

        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    private static boolean isContent(Path path) {
        var name = path.getFileName().toString();
        return !name.endsWith(AtomicFile.UNFINISHED) && !name.equals("write.lock");
    }

    private static void force(Path file) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.getFD().sync();
        }
    }

    private static List<Path> content(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
