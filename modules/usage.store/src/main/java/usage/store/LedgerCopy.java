package usage.store;

import java.util.OptionalLong;

/// What was copied of a ledger.
///
/// @param rows rows of the table when the copying began; empty where the ledger was not open and nobody has counted
/// @param segments files of the journal
public record LedgerCopy(OptionalLong rows, int segments) {

    /// The newest format of the journal that this version reads, and the one that it writes.
    public static final int JOURNAL_FORMAT = 2;

    /// The newest schema of the database that this version reads, and the one that it writes.
    public static final int SCHEMA = 8;
}
