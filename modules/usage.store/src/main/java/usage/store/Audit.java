package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The journal's account of the ledger held against the table's.
///
/// @param asOf the moment of the figures
/// @param accepted attempts that began or were refused, by the journal
/// @param settled attempts that ended, by the journal
/// @param spooled of those, the ones that the table does not have yet
/// @param rows rows of the table whose settlement is in the journal or was in a file of it that is gone
/// @param rowsBefore rows from before there was a journal
/// @param expired rows that retention has removed
/// @param deadLetters attempts that the table would not take
/// @param differences files of the journal for which the two do not agree; empty when all is well
public record Audit(Instant asOf, long accepted, long settled, long spooled, long rows, long rowsBefore, long expired,
        List<DeadLetter> deadLetters, List<Difference> differences) {

    public Audit {
        deadLetters = List.copyOf(deadLetters);
        differences = List.copyOf(differences);
    }

    /// Attempts that began and have not ended, by the journal.
    public long inFlight() {
        return accepted - settled;
    }

    /// A file of the journal for which the table has more, fewer or other rows.
    ///
    /// @param segment its number
    /// @param inJournal attempts that ended in it
    /// @param inTable rows of it that are or were in the table, and dead letters
    /// @param firstCall smallest id of a call that ended in it
    /// @param lastCall largest id of a call that ended in it
    /// @param missing attempts that the table lacks; empty also where the names are not known, because retention has removed
    ///        some of the rows
    /// @param unexpected rows that the file does not know
    public record Difference(long segment, long inJournal, long inTable, UUID firstCall, UUID lastCall, List<AttemptKey> missing,
            List<AttemptKey> unexpected) {}
}
