package usage.store.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import usage.store.LedgerBackups;
import usage.store.LedgerCopy;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.h2.DatabaseCopies;
import usage.store.journal.Journal;
import usage.store.snapshot.Desk;

/// Copies a ledger that is being written.
///
/// No segment of the journal goes from before the database is copied until the journal is. So the copy of the journal goes at
/// least as far as the mark in that of the database, and has all that the table lacks; the other way round, the table would have
/// rows that the journal does not know.
public final class OpenLedger implements LedgerBackups, AutoCloseable {

    private final Path directory;
    private final DatabaseCopies database;
    private final Journal journal;
    private final LongSupplier rows;
    private final Desk desk = new Desk("usage-store-backup", "backup");

    /// @param directory of the ledger
    /// @param rows brings what was settled to the table, and counts its rows
    public OpenLedger(Path directory, DatabaseCopies database, Journal journal, LongSupplier rows) {
        this.directory = directory;
        this.database = database;
        this.journal = journal;
        this.rows = rows;
    }

    @Override
    public LedgerCopy copyTo(Path target) {
        return desk.alone(() -> {
            requireRoom(target);
            long before = rows.getAsLong();
            var kept = journal.keep();
            try (kept) {
                return copy(new CopiedFiles(target), before);
            }
        });
    }

    /// Waits for the copy that is being made.
    @Override
    public void close() {
        desk.close();
    }

    private LedgerCopy copy(CopiedFiles files, long before) {
        try {
            database.to(files.database());
            CopiedFiles.force(files.database());
            int segments = journal.copyTo(files.journal());
            files.records(directory);
            return new LedgerCopy(OptionalLong.of(before), segments);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new CompletionException(failure);
        }
    }

    /// Calls need the disk more than copies do.
    private void requireRoom(Path target) throws IOException {
        Files.createDirectories(target);
        long room = Files.getFileStore(target).getUsableSpace();
        long needed = Files.size(directory.resolve("usage.mv.db")) + journal.bytes();
        if (room < needed) {
            throw new LedgerException(Code.UNAVAILABLE,
                    "no backup is made: the disk has " + room + " bytes left, and the ledger has " + needed);
        }
    }
}
