package usage.store;

/// An open ledger directory. Closing it settles nothing: attempts still in flight are found by the next opening and become `lost`.
public interface UsageStore extends AutoCloseable {

    /// Where attempts are written down.
    Ledger ledger();

    /// Where they are asked for.
    UsageQueries queries();

    @Override
    void close();
}
