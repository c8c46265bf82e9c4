package lakehouse.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// The directory in which everything is kept, held by one process at a time. The lock is the operating system's: it
/// goes with the process, however that ends. The file `lakehouse.lock` names the process that has it.
final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "lakehouse.lock";

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Takes a directory, which is made where it does not exist.
    ///
    /// @throws LakehouseException `IN_USE` where another process has it, `CONFIGURATION` where it cannot be written
    static DataDirectory take(Path directory) {
        var path = directory.toAbsolutePath().normalize();
        try {
            made(path);
            return take(path, FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw unusable("data.dir", path, e);
        }
    }

    /// Sees to it that a directory beside it, named by a key of its own, is there and can be written, before anything is opened.
    ///
    /// @throws LakehouseException `CONFIGURATION`, naming the key
    static void checkWritable(String key, Path directory) {
        try {
            made(directory);
        } catch (IOException e) {
            throw unusable(key, directory, e);
        }
    }

    private static void made(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
    }

    private static LakehouseException unusable(String key, Path directory, IOException e) {
        return new LakehouseException(Code.CONFIGURATION,
                key + ": " + directory + " cannot be written by " + System.getProperty("user.name") + " (" + e + ")", e);
    }

    private static DataDirectory take(Path path, FileChannel channel) throws IOException {
        if (!locked(channel)) {
            try (channel) {
                throw new LakehouseException(Code.IN_USE, "data.dir: " + path + " is in use by process " + holder(path));
            }
        }
        channel.truncate(0).write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return new DataDirectory(path, channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(Path path) throws IOException {
        var pid = Files.readString(path.resolve(LOCK)).strip();
        return pid.isEmpty() ? "that is just starting" : pid;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock on " + path + " could not be let go", e);
        }
    }
}
