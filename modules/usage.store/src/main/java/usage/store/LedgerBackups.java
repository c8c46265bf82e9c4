package usage.store;

import java.nio.file.Path;

/// Copies of the whole ledger, journal and database, made while it is being written.
public interface LedgerBackups {

    /// Copies the ledger, as it is at one moment after this was called, into an empty directory; everything of it is on the
    /// disk when this returns. [LedgerFiles#restore] makes a ledger of it.
    ///
    /// @throws LedgerException `busy` where a copy is being made; `unavailable` where the database or the disk fails, or has no
    ///         room
    LedgerCopy copyTo(Path directory);
}
