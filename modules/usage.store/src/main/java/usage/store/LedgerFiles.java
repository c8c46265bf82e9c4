package usage.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import usage.store.LedgerException.Code;
import usage.store.backup.CopiedFiles;
import usage.store.h2.DirectoryLock;

/// The files of a ledger that nobody has open.
///
/// @param directory the folder of the ledger
/// @param journal the folder of its journal; empty: `journal` in the ledger's
public record LedgerFiles(Path directory, Optional<Path> journal) {

    /// Copies them as they lie there, as [LedgerBackups#copyTo] does those of an open ledger.
    ///
    /// @throws LedgerException `cannot_open` where the ledger is in use or cannot be copied
    public LedgerCopy copyTo(Path target) {
        if (!Files.exists(directory)) {
            return new LedgerCopy(OptionalLong.of(0), 0);
        }
        var lock = DirectoryLock.take(directory);
        try (lock) {
            var files = new CopiedFiles(target);
            files.database(directory);
            int segments = files.journal(journalDirectory());
            files.records(directory);
            return new LedgerCopy(OptionalLong.empty(), segments);
        } catch (IOException failure) {
            throw new LedgerException(Code.CANNOT_OPEN, "the ledger in " + directory + " cannot be copied: " + failure, failure);
        }
    }

    /// Makes a ledger of a copy.
    ///
    /// @throws LedgerException `cannot_open` where there is something in the way, or the copy cannot be read
    public void restore(Path copy) {
        try {
            requireEmpty(directory);
            requireEmpty(journalDirectory());
            new CopiedFiles(copy).restore(directory, journalDirectory());
        } catch (IOException failure) {
            throw new LedgerException(Code.CANNOT_OPEN, "no ledger can be made in " + directory + ": " + failure, failure);
        }
    }

    private Path journalDirectory() {
        return journal.orElse(directory.resolve("journal"));
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new LedgerException(Code.CANNOT_OPEN, folder + " is not empty: no ledger is restored into it");
                }
            }
        }
    }
}
