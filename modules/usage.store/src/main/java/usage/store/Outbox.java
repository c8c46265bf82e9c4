package usage.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What has yet to be told to another system: settled attempts that were sent, and lost ones, in the order in which they came into
/// the table. They come in with the transaction that makes their row, and go only when the other side has acknowledged them or has
/// said for good that it will not take them. For one reader.
///
/// All methods but [#figures] and [#failed] throw [LedgerException] `unavailable` or `unrecordable` where the database fails.
public interface Outbox {

    /// From now on everything comes in that becomes a row; from before, what was left. It stays on over restarts.
    void turnOn();

    /// From now on nothing comes in; what is there stays.
    void turnOff();

    /// Turns it off and empties it: in a copy of a ledger nobody knows what the other side has been told since. What is to be told
    /// all the same can be sent again once it is on.
    ///
    /// @return whether it was on
    boolean abandon();

    /// The oldest that wait, at most `most` of them, as far as they are in the table; empty where none does.
    Optional<Page> next(int most);

    /// Has everything that was settled before come in, as far as that takes less than two seconds.
    void catchUp();

    /// The other side has taken a page, but for some of it.
    void acknowledge(Page page, List<Rejection> rejected);

    /// The other side could not be told; whoever reads goes on trying.
    ///
    /// @param reason in one line, without secrets
    void failed(String reason);

    /// Lets everything that was accepted in `[start, end)` come in again, also what was rejected and what is from before.
    ///
    /// @return how many
    /// @throws LedgerException `invalid_query` where the range cannot be
    long sendAgain(Instant start, Instant end);

    /// Holds rows against acknowledgements, minute by minute, since the later of `from` and the moment from which both are
    /// complete; empty while it is off. The last one stands in [#figures].
    Optional<Comparison> compare(Instant from);

    /// How far it has come; of a second ago where somebody has just asked, or where the database cannot be asked.
    Figures figures();

    /// What is to be told next.
    ///
    /// @param places where in the outbox it stands, in order; not empty
    /// @param due attempts to tell, in order: none for a place whose row has expired
    record Page(List<Place> places, List<Due> due) {

        public Page {
            places = List.copyOf(places);
            due = List.copyOf(due);
        }
    }

    /// A place in the outbox.
    ///
    /// @param position later ones are greater
    /// @param key the attempt that stands there
    record Place(long position, AttemptKey key) {}

    /// An attempt to tell.
    ///
    /// @param attempt its row
    /// @param call all rows of its call that there are, its own among them, in order
    record Due(AttemptRow attempt, List<AttemptRow> call) {

        public Due {
            call = List.copyOf(call);
        }
    }

    /// An attempt that the other side will not take.
    ///
    /// @param key which
    /// @param reason why, in one line, without secrets
    record Rejection(AttemptKey key, String reason) {}

    /// How far it has come.
    ///
    /// @param on whether attempts come in
    /// @param waiting how many wait
    /// @param oldest for how long the oldest has; zero where none does
    /// @param acknowledged how many were acknowledged since the ledger was opened, those that were sent again among them
    /// @param rejected how many were rejected and not sent again since
    /// @param trouble why the other side could not be told the last time; empty once it could
    /// @param comparison the last one
    record Figures(boolean on, long waiting, Duration oldest, long acknowledged, long rejected, Optional<String> trouble,
            Optional<Comparison> comparison) {}

    /// Rows held against acknowledgements, of everything accepted since `from`: every row was acknowledged, or waits, or was
    /// rejected.
    ///
    /// @param asOf the moment of the figures
    /// @param from the first moment of acceptance
    /// @param total all minutes together
    /// @param minutes the minutes in which rows and acknowledgements are not the same number, the oldest first, at most
    ///        [#MOST_MINUTES]
    record Comparison(Instant asOf, Instant from, Minute total, List<Minute> minutes) {

        /// Most minutes that are told one by one.
        public static final int MOST_MINUTES = 100;

        public Comparison {
            minutes = List.copyOf(minutes);
        }
    }

    /// Attempts that were accepted within a minute.
    ///
    /// @param start its first moment
    /// @param rows those that should be told
    /// @param acknowledged those that were acknowledged
    /// @param waiting those that wait
    /// @param rejected those that the other side will not take
    record Minute(Instant start, long rows, long acknowledged, long waiting, long rejected) {

        /// Rows that are not acknowledged.
        public long difference() {
            return rows - acknowledged;
        }

        /// Of those the ones that neither wait nor were rejected: 0, or something is wrong.
        public long unexplained() {
            return rows - acknowledged - waiting - rejected;
        }
    }
}
