package usage.store;

import usage.store.recording.JournaledStore;

/// An open ledger directory. Closing it brings what was settled to the table; attempts
/// still in flight are found by the next opening and become `lost`.
public interface UsageStore extends AutoCloseable {

    /// Opens the ledger of a directory, making it where there is none. Attempts that were in flight when the directory was
    /// last used are `lost` when this returns.
    ///
    /// @throws LedgerException `cannot_open` where the directory is in use, cannot be read or written, or was written by a
    ///         newer version
    static UsageStore open(StoreSettings settings) {
        return JournaledStore.open(settings);
    }

    /// Where attempts are written down.
    Ledger ledger();

    /// Where they are asked for.
    UsageQueries queries();

    /// Where they are given the prices that are known now.
    Repricing repricing();

    /// Where another system is told of them.
    Outbox outbox();

    /// Where copies of the database are made.
    Snapshots snapshots();

    /// Where copies of the whole ledger are made.
    LedgerBackups backups();

    @Override
    void close();
}
