package lakehouse.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import usage.store.LedgerException;
import vectord.service.VectorsException;

/// A backup: a directory with the copies of ledger and collections, and a manifest of them. Under another name until it is whole
/// and on the disk, so that a half-made one can be told from a whole one by its name, and by the manifest that it lacks.
///
/// @param path where it is
/// @param took how long the making of it took
/// @param manifest what is in it
record Backup(Path path, Duration took, Manifest manifest) {

    /// Makes one: the ledger first, whose calls are older then than what they brought into the collections.
    ///
    /// @throws LakehouseException `FAILED`; nothing of it is left then
    static Backup make(Parts parts, Path target, Instant now, String version) {
        long started = System.nanoTime();
        var unfinished = target.resolveSibling(target.getFileName() + Place.UNFINISHED);
        try {
            Files.createDirectories(target.getParent());
            remove(unfinished);
            directory(unfinished);
            try {
                var ledger = parts.ledger(unfinished.resolve(Parts.LEDGER));
                var collections = parts.collections(unfinished.resolve(Parts.COLLECTIONS));
                var manifest = new Manifest(version, now, Manifest.KNOWN, ledger.rows(), ledger.segments(),
                        collections.collections(), files(unfinished));
                finish(unfinished, target, manifest);
                return new Backup(target, Duration.ofNanos(System.nanoTime() - started), manifest);
            } finally {
                remove(unfinished);
            }
        } catch (IOException e) {
            throw new LakehouseException(Code.FAILED, "no backup can be made in " + target.getParent() + ": " + e, e);
        } catch (LedgerException e) {
            throw new LakehouseException(e.code() == LedgerException.Code.BUSY ? Code.IN_USE : Code.FAILED, e.getMessage(), e);
        } catch (VectorsException e) {
            throw new LakehouseException(Code.FAILED, e.getMessage(), e);
        }
    }

    /// What is told of it.
    ObjectNode document() {
        var document = JsonNodeFactory.instance.objectNode().put("object", "backup").put("name", path.getFileName().toString())
                .put("path", path.toString()).put("bytes", manifest.bytes()).put("files", manifest.files().size())
                .put("seconds", took.toMillis() / 1e3);
        manifest.counts(document);
        return document;
    }

    /// For its user alone: the texts of documents are in it.
    private static void directory(Path path) throws IOException {
        Files.createDirectory(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static List<BackedUpFile> files(Path backup) throws IOException {
        try (var found = Files.walk(backup)) {
            var files = found.filter(Files::isRegularFile).sorted().toList();
            var described = new ArrayList<BackedUpFile>();
            for (var file : files) {
                described.add(BackedUpFile.of(backup, file));
            }
            return described;
        }
    }

    private static void finish(Path unfinished, Path target, Manifest manifest) throws IOException {
        var file = Files.write(unfinished.resolve(Manifest.FILE), manifest.written(), StandardOpenOption.CREATE_NEW);
        force(file, StandardOpenOption.WRITE);
        try (var folders = Files.walk(unfinished)) {
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                force(folder, StandardOpenOption.READ);
            }
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent(), StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            Folder.remove(directory);
        }
    }
}
