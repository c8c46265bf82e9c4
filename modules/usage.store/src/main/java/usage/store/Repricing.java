package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Gives settled attempts the prices that are known now, each by its own provider and model and by the moment it was accepted.
/// Nothing else of a row changes, and a row that has its cost by these prices already stays as it is, so that it may be broken
/// off and done again at any time.
public interface Repricing {

    /// Looks for what there is to do. Nothing is changed before [Run#advance].
    ///
    /// @throws LedgerException `invalid_query` where the range cannot be; `unavailable` where the database cannot be asked
    Run begin(Request request);

    /// Which rows, and what to do with them: those that were sent, accepted in `[start, end)`, and that retention has not
    /// removed.
    ///
    /// @param start first moment
    /// @param end first moment no longer in it
    /// @param provider only attempts at this provider
    /// @param model only attempts at this target model
    /// @param onlyUnpriced only rows that have no cost
    /// @param clear take the cost away from rows that no known price gives one; otherwise they keep it
    /// @param dryRun say what would change, and change nothing
    record Request(Instant start, Instant end, Optional<String> provider, Optional<String> model, boolean onlyUnpriced,
            boolean clear, boolean dryRun) {

        public Request {
            if (!start.isBefore(end)) {
                throw new LedgerException(LedgerException.Code.INVALID_QUERY, "start_time must be before end_time");
            }
            if (clear && onlyUnpriced) {
                throw new LedgerException(LedgerException.Code.INVALID_QUERY,
                        "clear takes costs away, and only_unpriced is about rows that have none: not both");
            }
        }
    }

    /// A repricing under way, for one thread. Whoever does not [#advance] it any more has ended it.
    interface Run {

        /// Prices the next rows, the newest first, in one transaction.
        ///
        /// @return whether there were any
        /// @throws LedgerException `unrecordable` or `unavailable` where the database fails: these rows are then as they were
        boolean advance();

        /// What was done until now.
        Report report();
    }

    /// What a repricing has done, or would have.
    ///
    /// @param examined rows it has looked at
    /// @param total rows there are to look at
    /// @param changed rows that got another cost or price
    /// @param unpriced rows that have no cost afterwards
    /// @param kept rows that no known price gives a cost, and that kept the one they had
    /// @param reached when the last row was accepted; all later ones are done
    /// @param before cost of the examined rows as it was, by currency
    /// @param after cost of the examined rows as it is, by currency
    record Report(long examined, long total, long changed, long unpriced, long kept, Optional<Instant> reached, List<Cost> before,
            List<Cost> after) {}
}
