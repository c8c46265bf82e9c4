package usage.store.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.h2.DirectoryLock;

/// Makes a database file of a snapshot, or of the ledger of a service that does not run.
final class Unpacking {

    private static final String DATABASE = "usage.mv.db";

    private Unpacking() {}

    /// @param source a snapshot, or the directory of a ledger
    /// @throws LedgerException `cannot_open`, naming the source
    static void into(Path file, Path source) {
        try {
            if (Files.isDirectory(source)) {
                copy(source, file);
            } else {
                unzip(source, file);
            }
        } catch (IOException failure) {
            throw new LedgerException(Code.CANNOT_OPEN, source + " cannot be copied: " + failure, failure);
        }
    }

    private static void copy(Path ledger, Path file) throws IOException {
        // To lock it first would make it, where there is none.
        if (!Files.exists(ledger.resolve(DATABASE))) {
            throw new LedgerException(Code.CANNOT_OPEN, "there is no ledger in " + ledger);
        }
        var lock = DirectoryLock.take(ledger);
        try (lock) {
            Files.copy(ledger.resolve(DATABASE), file);
        }
    }

    private static void unzip(Path snapshot, Path file) throws IOException {
        try (var zip = new ZipFile(snapshot.toFile())) {
            var entry = zip.getEntry(DATABASE);
            if (entry == null) {
                throw new ZipException("it has no " + DATABASE);
            }
            try (var in = zip.getInputStream(entry)) {
                Files.copy(in, file);
            }
        }
    }
}
