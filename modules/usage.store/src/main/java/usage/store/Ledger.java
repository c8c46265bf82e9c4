package usage.store;

import java.time.Instant;

/// Where every attempt at a model call is written down. Safe for many threads; a caller may block until its entry is recorded.
///
/// The order is [#open], any number of [#progress], one [#settle]. A second settlement of the same attempt changes nothing. An
/// attempt that is begun or refused again after it was settled leaves the first row as it is; the second is found among the dead
/// letters.
public interface Ledger {

    /// Records that an attempt is about to be made; when this returns, the intent survives the death of the process.
    ///
    /// @throws LedgerException `unrecordable` where nothing can be written, the disk refuses what was, or an attempt of that key
    ///         is in flight; the attempt must then not be made. What the disk has refused has a row that says it was never sent
    void open(Intent intent);

    /// Records how far an open attempt has come. Unknown or settled attempts are left as they are.
    ///
    /// @throws LedgerException `unrecordable` where nothing can be written; the attempt itself is none the worse for it
    void progress(AttemptKey key, Progress progress);

    /// Records how an open attempt ended, with its cost at the prices of the moment it was accepted.
    ///
    /// @return the row as it stands in the ledger; the earlier one where the attempt was settled before
    /// @throws LedgerException `unknown_attempt` where it was never opened; `unrecordable` where nothing can be written: the
    ///         attempt is then still open
    /// @throws IllegalArgumentException where the status is `lost`, which recovery alone may write
    AttemptRow settle(AttemptKey key, Settlement settlement);

    /// Records a call that was refused before any attempt, in one step.
    ///
    /// @return the row as it was recorded
    /// @throws LedgerException `unrecordable` where nothing can be written, the disk refuses what was, or the attempt is in flight
    /// @throws IllegalArgumentException where the status is not `refused`
    AttemptRow refuse(Intent intent, Settlement refusal);

    /// Counts a request that gets no row (no valid credentials, unreadable, unrecordable), per minute and reason.
    void countAtDoor(Instant at, String reason);
}
