package lakehouse.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;

/// A temporary directory that only its user may enter, removed when closed. One whose process came to a sudden end is removed
/// by the next: a lock, which goes with the process, says that it is in use.
final class PrivateDirectory implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PrivateDirectory.class.getName());

    private static final String PREFIX = "lakehouse-snapshot-";
    private static final String BEING_MADE = "lakehouse-new-snapshot-";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private PrivateDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// @param parent where temporary directories are
    static PrivateDirectory in(Path parent) throws IOException {
        // It gets the name by which others find it once it is locked.
        var made = Files.createTempDirectory(parent, BEING_MADE);
        removeLeft(parent, Files.getOwner(made));
        var lock = lock(made);
        lock.lock();
        var name = made.getFileName().toString().replace(BEING_MADE, PREFIX);
        return new PrivateDirectory(Files.move(made, made.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE), lock);
    }

    /// For one purpose.
    Path below(String name) throws IOException {
        return Files.createDirectory(path.resolve(name));
    }

    @Override
    public void close() {
        try (lock) {
            remove(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed", e);
        }
    }

    private static void removeLeft(Path parent, UserPrincipal owner) throws IOException {
        try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var left : found) {
                // A link of somebody else's may lead to what is ours.
                if (Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(left, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                    removeUnlessUsed(left);
                }
            }
        }
    }

    private static void removeUnlessUsed(Path left) {
        try (var lock = lock(left)) {
            if (lock.tryLock() != null) {
                remove(left);
            }
        } catch (OverlappingFileLockException | IOException inUse) {
            LOG.log(Level.DEBUG, "left alone: " + left, inUse);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        return FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
