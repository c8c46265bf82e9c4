package gateway.v1.measure;

import java.time.Instant;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.Progress;
import usage.store.Settlement;

/// A ledger that measures what it is told of calls that were not made: refusals, and what has no row.
public final class CountedLedger implements Ledger {

    private final Ledger ledger;
    private final CallMeters meters;

    public CountedLedger(Ledger ledger, CallMeters meters) {
        this.ledger = ledger;
        this.meters = meters;
    }

    @Override
    public void open(Intent intent) {
        ledger.open(intent);
    }

    @Override
    public void progress(AttemptKey key, Progress progress) {
        ledger.progress(key, progress);
    }

    @Override
    public AttemptRow settle(AttemptKey key, Settlement settlement) {
        return ledger.settle(key, settlement);
    }

    @Override
    public AttemptRow refuse(Intent intent, Settlement refusal) {
        var row = ledger.refuse(intent, refusal);
        meters.refused(row);
        return row;
    }

    @Override
    public void countAtDoor(Instant at, String reason) {
        ledger.countAtDoor(at, reason);
        meters.unrowed(reason);
    }
}
