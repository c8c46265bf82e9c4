package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads the ledger. Every answer includes what was settled before the question was asked.
///
/// All methods throw [LedgerException] `unavailable` where the database cannot be asked.
public interface UsageQueries {

    /// Sums over time, also of rows that retention has removed, as far as whole hours and days tell: with users and tags days
    /// alone.
    ///
    /// @throws LedgerException `invalid_query` also where more is needed than is kept of the time before [Completeness#rowsSince]
    UsagePage usage(UsageQuery query);

    /// Single settled attempts.
    CallsPage calls(CallsQuery query);

    /// All attempts of one call, in order; empty where the call is not known.
    List<AttemptRow> call(UUID callId);

    /// Attempts that have begun and not ended, by `accepted_at`, the newest last.
    List<InFlight> inFlight();

    /// Requests that got no row: counts of the minutes that begin in `[start, end)`, oldest first, then by reason.
    List<DoorCount> doorCounts(Instant start, Instant end);

    /// The journal held against the table, both counted anew. Goes through the whole table.
    Audit audit();

    /// The last audit since the ledger was opened: one is made by itself a minute after that and once a day. Answered also while
    /// the database cannot be asked.
    Optional<Audit> lastAudit();

    /// Answers one SELECT over the published views, at most 10,000 rows of it.
    ///
    /// @throws LedgerException `invalid_query` whose message begins with `sql` or `parameters`; `busy` where others are
    ///         being answered or memory is short
    SqlTable sql(SqlQuery query);

    /// How complete the answers are; answered also while the database cannot be asked.
    Completeness completeness();

    /// How full the journal is, and what it had when the ledger was opened; answered also while the database cannot be asked.
    JournalFigures journal();
}
