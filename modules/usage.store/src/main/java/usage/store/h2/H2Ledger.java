package usage.store.h2;

import java.time.Instant;
import java.time.InstantSource;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.Progress;
import usage.store.Settlement;
import usage.store.Status;

/// The ledger whose entries go straight to the tables.
final class H2Ledger implements Ledger {

    private final WriteLane lane;
    private final Bookkeeper bookkeeper;
    private final Tally tally;
    private final Door door;
    private final InstantSource clock;

    H2Ledger(WriteLane lane, Bookkeeper bookkeeper, Tally tally, Door door, InstantSource clock) {
        this.lane = lane;
        this.bookkeeper = bookkeeper;
        this.tally = tally;
        this.door = door;
        this.clock = clock;
    }

    @Override
    public void open(Intent intent) {
        record(new Entry.Opened(intent));
    }

    @Override
    public void progress(AttemptKey key, Progress progress) {
        record(new Entry.Progressed(key, progress, clock.instant()));
    }

    @Override
    public AttemptRow settle(AttemptKey key, Settlement settlement) {
        if (settlement.status() == Status.LOST) {
            throw new IllegalArgumentException("attempt " + key + " cannot be settled as lost: recovery alone may say so");
        }
        return record(new Entry.Settled(key, settlement)).row().orElseThrow();
    }

    @Override
    public AttemptRow refuse(Intent intent, Settlement refusal) {
        if (refusal.status() != Status.REFUSED) {
            throw new IllegalArgumentException(
                    "attempt " + intent.key() + " cannot be refused with status " + refusal.status().wireName());
        }
        return record(new Entry.Refused(intent, refusal)).row().orElseThrow();
    }

    @Override
    public void countAtDoor(Instant at, String reason) {
        door.count(at, reason);
    }

    private Bookkeeper.Outcome record(Entry entry) {
        return lane.write("attempt " + entry.key(), connection -> bookkeeper.apply(connection, entry), tally::count);
    }
}
