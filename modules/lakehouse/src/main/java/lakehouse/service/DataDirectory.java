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
///
/// The file `format` says how what is in it is laid out; without it, it is the first. The file `restoring` is there while a
/// backup is put into it.
public final class DataDirectory implements AutoCloseable {

    /// The newest format that this version reads, and the one that it writes.
    public static final int FORMAT = 1;

    private static final String LOCK = "lakehouse.lock";
    private static final String FORMAT_FILE = "format";
    private static final String RESTORING = "restoring";

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Takes a directory, which is made where it does not exist.
    ///
    /// @throws LakehouseException `IN_USE` where another process has it, `CONFIGURATION` where it cannot be written, is of a newer
    ///         version, or was being restored when that was broken off
    public static DataDirectory take(Path directory) {
        return take(directory, DataDirectory::requireReadable);
    }

    /// Takes one that is empty, to put a backup into it; until [#restored], nobody else takes it.
    ///
    /// @throws LakehouseException also `CONFIGURATION` where there is something in it
    public static DataDirectory takeEmpty(Path directory) {
        return take(directory, DataDirectory::beginRestoring);
    }

    /// What was put into it is whole.
    public void restored() throws IOException {
        writeFormat(path);
        Files.delete(path.resolve(RESTORING));
    }

    private static DataDirectory take(Path directory, Check check) {
        var path = directory.toAbsolutePath().normalize();
        try {
            made(path);
            var taken = take(path, FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
            try {
                check.of(path);
                return taken;
            } catch (IOException | RuntimeException e) {
                taken.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable("data.dir", path, e);
        }
    }

    @FunctionalInterface
    private interface Check {

        void of(Path path) throws IOException;
    }

    private static void requireReadable(Path path) throws IOException {
        if (Files.exists(path.resolve(RESTORING))) {
            throw new LakehouseException(Code.CONFIGURATION, "data.dir: a backup was being put into " + path
                    + ", and that was broken off: empty it and restore again");
        }
        var file = path.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            writeFormat(path);
            return;
        }
        var format = Files.readString(file).strip();
        if (!format.matches("[1-9][0-9]{0,8}")) {
            throw new LakehouseException(Code.CONFIGURATION, "data.dir: " + file + " does not hold the number of a format");
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw new LakehouseException(Code.CONFIGURATION, "data.dir: " + path + " has format " + format
                    + ", of a newer version; this one knows format " + FORMAT);
        }
    }

    private static void beginRestoring(Path path) throws IOException {
        try (var content = Files.list(path)) {
            content.filter(entry -> !entry.endsWith(LOCK)).findFirst().ifPresent(entry -> {
                throw new LakehouseException(Code.CONFIGURATION,
                        "data.dir: " + path + " is not empty (" + entry.getFileName() + "): nothing is restored into it");
            });
        }
        write(path.resolve(RESTORING), "");
    }

    private static void writeFormat(Path path) throws IOException {
        write(path.resolve(FORMAT_FILE), FORMAT + "\n");
    }

    private static void write(Path file, String text) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
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

    /// Where it is.
    public Path path() {
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
