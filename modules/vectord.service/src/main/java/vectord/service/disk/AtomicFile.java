package vectord.service.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that are replaced as a whole, and survive the loss of power.
public final class AtomicFile {

    /// How a file's name ends while it is made.
    static final String UNFINISHED = ".next";

    private AtomicFile() {}

    /// Gives a file new content; whoever reads it sees the old one or the new one.
    public static void write(Path path, byte[] content) throws IOException {
        var next = path.resolveSibling(path.getFileName() + UNFINISHED);
        try (var out = new RandomAccessFile(next.toFile(), "rw")) {
            out.setLength(0);
            out.write(content);
            out.getFD().sync();
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(path);
    }

    /// Forces the folder that a file lies in to the disk: a new or renamed file is an entry there.
    static void forceFolder(Path path) throws IOException {
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
