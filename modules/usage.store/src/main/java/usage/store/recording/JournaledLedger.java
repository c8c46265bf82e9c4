package usage.store.recording;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.LedgerException;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;
import usage.store.h2.Attempts;
import usage.store.h2.Door;
import usage.store.h2.ReadLane;
import usage.store.journal.Entry;
import usage.store.journal.Journal;
import usage.store.price.PriceBook;

/// The ledger whose entries go into the journal; the [Settler] brings them to the table. Memory holds what is in flight, the
/// journal what the process must not take along.
final class JournaledLedger implements Ledger {

    private final Journal journal;
    private final OpenAttempts open;
    private final Tally tally;
    private final Settler settler;
    private final PriceBook prices;
    private final ReadLane reads;
    private final Door door;
    private final InstantSource clock;

    JournaledLedger(Journal journal, OpenAttempts open, Tally tally, Settler settler, PriceBook prices, ReadLane reads, Door door,
            InstantSource clock) {
        this.journal = journal;
        this.open = open;
        this.tally = tally;
        this.settler = settler;
        this.prices = prices;
        this.reads = reads;
        this.door = door;
        this.clock = clock;
    }

    @Override
    public void open(Intent intent) {
        settler.awaitRoom();
        var attempt = OpenAttempt.of(NormalForm.of(intent));
        requireNew(open.add(attempt), intent.key());
        try {
            synchronized (attempt) {
                var begun = journal.begin(new Entry.Opened(attempt.intent()));
                attempt.recordedIn(begun.position().segment());
                tally.opened();
                begun.doubt().ifPresent(refusal -> {
                    settle(attempt, attempt.neverSent(now()));
                    throw refusal;
                });
            }
        } catch (RuntimeException | Error failure) {
            open.remove(intent.key());
            throw failure;
        }
    }

    @Override
    public void progress(AttemptKey key, Progress progress) {
        open.find(key).ifPresent(attempt -> {
            synchronized (attempt) {
                if (!attempt.isSettled()) {
                    var known = NormalForm.of(progress);
                    var at = now();
                    journal.add(new Entry.Progressed(key, known, at)).orThrow();
                    attempt.comeSoFar(known, at);
                }
            }
        });
    }

    @Override
    public AttemptRow settle(AttemptKey key, Settlement settlement) {
        if (settlement.status() == Status.LOST) {
            throw new IllegalArgumentException("attempt " + key + " cannot be settled as lost: recovery alone may say so");
        }
        return open.find(key).flatMap(attempt -> settle(attempt, NormalForm.of(settlement)))
                .orElseGet(() -> settledBefore(key));
    }

    @Override
    public AttemptRow refuse(Intent intent, Settlement refusal) {
        if (refusal.status() != Status.REFUSED) {
            throw new IllegalArgumentException(
                    "attempt " + intent.key() + " cannot be refused with status " + refusal.status().wireName());
        }
        requireNew(open.find(intent.key()).isEmpty(), intent.key());
        settler.awaitRoom();
        var entry = new Entry.Refused(NormalForm.of(intent), NormalForm.of(refusal));
        var added = journal.add(entry);
        tally.refused();
        added.orThrow();
        return new AttemptRow(entry.intent(), entry.refusal(), Optional.empty(), Optional.empty());
    }

    @Override
    public void countAtDoor(Instant at, String reason) {
        door.count(at, reason);
    }

    /// @return empty where somebody else has settled it meanwhile
    private Optional<AttemptRow> settle(OpenAttempt attempt, Settlement settlement) {
        synchronized (attempt) {
            if (attempt.isSettled()) {
                return Optional.empty();
            }
            var key = attempt.intent().key();
            var entry = new Entry.Settled(key, settlement, prices.charge(attempt.intent(), settlement));
            journal.end(entry);
            attempt.settle();
            tally.settled();
            open.remove(key);
            return Optional.of(Backlog.row(attempt.intent(), entry));
        }
    }

    private AttemptRow settledBefore(AttemptKey key) {
        settler.catchUp();
        try {
            return reads.read("attempt " + key, connection -> Attempts.find(connection, key))
                    .orElseThrow(() -> new LedgerException(LedgerException.Code.UNKNOWN_ATTEMPT,
                            "attempt " + key + " was never opened"));
        } catch (LedgerException failure) {
            if (failure.code() == LedgerException.Code.UNAVAILABLE) {
                throw new LedgerException(LedgerException.Code.UNRECORDABLE, failure.getMessage(), failure);
            }
            throw failure;
        }
    }

    private static void requireNew(boolean isNew, AttemptKey key) {
        if (!isNew) {
            throw new LedgerException(LedgerException.Code.UNRECORDABLE, "attempt " + key + " was recorded before");
        }
    }

    private Instant now() {
        return NormalForm.moment(clock.instant());
    }
}
