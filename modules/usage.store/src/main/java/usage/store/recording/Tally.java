package usage.store.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import usage.store.Completeness;

/// The figures of [Completeness], counted where entries are written into the journal and where they come to the table, so that
/// they are known when the table cannot be asked. One entry at a time under the lock: no moment shows half of one.
final class Tally {

    private long accepted;
    private long inFlight;
    private long settled;
    private long spooled;
    private long expired;
    private long deadLetters;
    private Optional<Instant> rowsSince = Optional.empty();
    private Instant appliedUntil = Instant.MAX;

    /// What the tables hold.
    record Stock(long rows, long expired, Optional<Instant> rowsSince) {}

    /// Begins with what there is when nothing is in flight: in the tables, in the dead letters, and waiting in the journal.
    synchronized void begin(Stock stock, long dead, long waiting) {
        settled = stock.rows() + dead + waiting;
        spooled = waiting;
        expired = stock.expired();
        deadLetters = dead;
        rowsSince = stock.rowsSince();
        accepted = settled + expired;
    }

    synchronized void opened() {
        accepted++;
        inFlight++;
    }

    synchronized void settled() {
        inFlight--;
        settled++;
        spooled++;
    }

    synchronized void refused() {
        accepted++;
        settled++;
        spooled++;
    }

    /// So many have come from the journal to the table, some of them to the dead letters instead.
    ///
    /// @param until when the last of them ended
    synchronized void applied(long attempts, long dead, Instant until) {
        spooled -= attempts;
        deadLetters += dead;
        appliedUntil = until;
    }

    /// So many that had come to the table are not there any more; they will come again.
    synchronized void forgotten(long attempts) {
        spooled += attempts;
    }

    synchronized void expired(long attempts, Instant since) {
        settled -= attempts;
        expired += attempts;
        rowsSince = Optional.of(since);
    }

    synchronized long spooled() {
        return spooled;
    }

    /// @param oldest when the oldest attempt in flight was accepted
    synchronized Completeness asOf(Instant now, Optional<Instant> oldest) {
        return new Completeness(now, spooled == 0 ? Duration.ZERO : age(appliedUntil, now), inFlight,
                inFlight == 0 ? Duration.ZERO : oldest.map(since -> age(since, now)).orElse(Duration.ZERO), spooled, accepted,
                settled, expired, deadLetters, rowsSince);
    }

    private static Duration age(Instant since, Instant now) {
        return now.isAfter(since) ? Duration.between(since, now) : Duration.ZERO;
    }
}
