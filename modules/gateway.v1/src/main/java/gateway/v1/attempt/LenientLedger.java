package gateway.v1.attempt;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.LedgerException;
import usage.store.Progress;
import usage.store.Settlement;

/// The ledger of an operator who would rather serve than account (`usage.on-unrecordable: serve`): an attempt that cannot be
/// recorded is made all the same. It gets no row; it is counted at the door as `unrecorded`, by minute.
public final class LenientLedger implements Ledger {

    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<AttemptKey, Intent> unrecorded = new ConcurrentHashMap<>();

    public LenientLedger(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void open(Intent intent) {
        try {
            ledger.open(intent);
        } catch (LedgerException failure) {
            if (failure.code() != LedgerException.Code.UNRECORDABLE) {
                throw failure;
            }
            unrecorded.put(intent.key(), intent);
            ledger.countAtDoor(clock.instant(), "unrecorded");
        }
    }

    @Override
    public void progress(AttemptKey key, Progress progress) {
        if (!unrecorded.containsKey(key)) {
            ledger.progress(key, progress);
        }
    }

    @Override
    public AttemptRow settle(AttemptKey key, Settlement settlement) {
        return Optional.ofNullable(unrecorded.remove(key))
                .map(intent -> new AttemptRow(intent, settlement, Optional.empty(), Optional.empty()))
                .orElseGet(() -> ledger.settle(key, settlement));
    }

    @Override
    public AttemptRow refuse(Intent intent, Settlement refusal) {
        return ledger.refuse(intent, refusal);
    }

    @Override
    public void countAtDoor(Instant at, String reason) {
        ledger.countAtDoor(at, reason);
    }
}
