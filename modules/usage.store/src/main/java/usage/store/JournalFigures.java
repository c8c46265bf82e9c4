package usage.store;

/// What there is to say of the journal.
///
/// @param bytes of its files, made at full length before they are written
/// @param limit most bytes that they may have; beyond that nothing new is accepted
/// @param lost attempts that were in flight when the ledger was last used, and were found lost by the present opening
public record JournalFigures(long bytes, long limit, long lost) {}
