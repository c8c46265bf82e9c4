package usage.store;

/// Copies of the database, made while the ledger is being written, for whoever wants to ask it more than [UsageQueries#sql]
/// answers.
public interface Snapshots {

    /// Makes a copy that has everything that was settled before, as far as the database takes it. Returns when it is whole.
    /// The copy before it stays; older ones are removed.
    ///
    /// @throws LedgerException `busy` where one is being made; `unavailable` where the database fails, or there is no room for
    ///         it: nothing of it then stays behind
    Snapshot make();
}
