package usage.store.snapshot;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;

/// The copies of a ledger: the newest two, each named by its moment in UTC. One that is being made has a name of its own
/// until it is whole and on the disk.
///
/// Two, because somebody may still be unpacking the one before. Whoever serves a copy has unpacked it, and needs none of them.
final class SnapshotFiles {

    private static final System.Logger LOG = System.getLogger(SnapshotFiles.class.getName());

    private static final int KEPT = 2;
    private static final String WHOLE = ".zip";
    private static final String UNFINISHED = ".unfinished";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'usage-'uuuuMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final Path database;
    private final Path directory;

    /// @param ledger the directory of the ledger
    SnapshotFiles(Path ledger) {
        database = ledger.resolve("usage.mv.db");
        directory = ledger.toAbsolutePath().resolve("snapshots");
    }

    /// A copy on its way.
    ///
    /// @param path where it will be
    /// @param unfinished where it is made
    record Copy(Path path, Path unfinished) {}

    /// @throws LedgerException `unavailable` where it might fill the disk, which calls need more than copies do
    Copy begin(Instant moment) throws IOException {
        Files.createDirectories(directory);
        long room = Files.getFileStore(directory).getUsableSpace();
        long needed = Files.size(database);
        if (room < needed) {
            throw new LedgerException(Code.UNAVAILABLE,
                    "no snapshot is made: the disk has " + room + " bytes left, and the database has " + needed);
        }
        var name = NAME.format(moment);
        return new Copy(directory.resolve(name + WHOLE), directory.resolve(name + UNFINISHED));
    }

    /// Gives a copy its name, once it is on the disk, and removes older ones.
    ///
    /// @return its length
    long finish(Copy copy) throws IOException {
        try (var file = FileChannel.open(copy.unfinished(), StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(copy.unfinished(), copy.path(), StandardCopyOption.ATOMIC_MOVE);
        // The clock may have been set back: the newest by name need not be the one just made.
        ending(WHOLE).stream().filter(other -> !other.equals(copy.path())).skip(KEPT - 1L).forEach(this::discard);
        return Files.size(copy.path());
    }

    void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "a copy of the ledger cannot be removed: " + file, failure);
        }
    }

    /// Of an earlier process.
    void discardUnfinished() {
        try {
            ending(UNFINISHED).forEach(this::discard);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "copies of the ledger cannot be looked for in " + directory, failure);
        }
    }

    /// The last by name first.
    private List<Path> ending(String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("usage-.*\\Q" + suffix + "\\E"))
                    .sorted(Comparator.reverseOrder()).toList();
        }
    }
}
