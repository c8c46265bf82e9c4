package gateway.v1.bench;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Intent;
import usage.store.Ledger;
import usage.store.Progress;
import usage.store.Settlement;

/// A ledger that writes nothing down: what the ledger costs is measured against it. It lives in this benchmark alone.
final class Unrecorded implements Ledger {

    private final Map<AttemptKey, Intent> open = new ConcurrentHashMap<>();

    @Override
    public void open(Intent intent) {
        open.put(intent.key(), intent);
    }

    @Override
    public void progress(AttemptKey key, Progress progress) {
        // Nothing is written down.
    }

    @Override
    public AttemptRow settle(AttemptKey key, Settlement settlement) {
        return new AttemptRow(open.remove(key), settlement, Optional.empty(), Optional.empty());
    }

    @Override
    public AttemptRow refuse(Intent intent, Settlement refusal) {
        return new AttemptRow(intent, refusal, Optional.empty(), Optional.empty());
    }

    @Override
    public void countAtDoor(Instant at, String reason) {
        // Nothing is written down.
    }
}
