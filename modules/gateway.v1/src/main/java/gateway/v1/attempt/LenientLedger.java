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
    /// Attempts under way, those that were written down and those that were not.
    private final Map<AttemptKey, Attempt> attempts = new ConcurrentHashMap<>();

    private record Attempt(Intent intent, boolean recorded) {}

    public LenientLedger(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void open(Intent intent) {
        boolean recorded = recorded(intent);
        attempts.put(intent.key(), new Attempt(intent, recorded));
        if (!recorded) {
            ledger.countAtDoor(clock.instant(), "unrecorded");
        }
    }

    @Override
    public void progress(AttemptKey key, Progress progress) {
        if (Optional.ofNullable(attempts.get(key)).map(Attempt::recorded).orElse(true)) {
            ledger.progress(key, progress);
        }
    }

    /// An answer that cannot be settled is told all the same: its attempt stays open in the ledger, and the next start finds it
    /// lost.
    @Override
    public AttemptRow settle(AttemptKey key, Settlement settlement) {
        var attempt = Optional.ofNullable(attempts.remove(key));
        if (attempt.isPresent() && !attempt.get().recorded()) {
            return row(attempt.get(), settlement);
        }
        try {
            return ledger.settle(key, settlement);
        } catch (LedgerException failure) {
            if (failure.code() != LedgerException.Code.UNRECORDABLE || attempt.isEmpty()) {
                throw failure;
            }
            ledger.countAtDoor(clock.instant(), "unsettled");
            return row(attempt.get(), settlement);
        }
    }

    @Override
    public AttemptRow refuse(Intent intent, Settlement refusal) {
        return ledger.refuse(intent, refusal);
    }

    @Override
    public void countAtDoor(Instant at, String reason) {
        ledger.countAtDoor(at, reason);
    }

    private boolean recorded(Intent intent) {
        try {
            ledger.open(intent);
            return true;
        } catch (LedgerException failure) {
            if (failure.code() != LedgerException.Code.UNRECORDABLE) {
                throw failure;
            }
            return false;
        }
    }

    private static AttemptRow row(Attempt attempt, Settlement settlement) {
        return new AttemptRow(attempt.intent(), settlement, Optional.empty(), Optional.empty());
    }
}
