package usage.store.h2;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import usage.store.DoorCount;
import usage.store.LedgerException;

/// Counts requests that get no row. Counting touches memory alone, so that a flood costs nothing; what has come together is
/// written once a minute, before it is asked for, and at the end. A crash loses what was not written yet.
public final class Door implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Door.class.getName());

    private record Place(Instant minute, String reason) {}

    private final WriteLane lane;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("usage-store-door").daemon().factory());
    private final Map<Place, Long> unwritten = new HashMap<>();

    public Door(WriteLane lane) {
        this.lane = lane;
        timer.scheduleWithFixedDelay(this::writeOrKeep, 1, 1, TimeUnit.MINUTES);
    }

    public void count(Instant at, String reason) {
        add(List.of(new DoorCount(at.truncatedTo(ChronoUnit.MINUTES), StoredText.of(reason, StoredText.NAME), 1)));
    }

    /// Writes what was counted so far; where that fails it stays in memory.
    ///
    /// @throws LedgerException `unrecordable`
    public void write() {
        var counts = take();
        if (counts.isEmpty()) {
            return;
        }
        try {
            lane.write("counts at the door", connection -> {
                DoorTable.add(connection, counts);
                return counts.size();
            }, written -> {});
        } catch (LedgerException failure) {
            add(counts);
            throw failure;
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        writeOrKeep();
    }

    private void writeOrKeep() {
        try {
            write();
        } catch (LedgerException failure) {
            LOG.log(Level.WARNING, "counts at the door are kept in memory", failure);
        }
    }

    private synchronized void add(List<DoorCount> counts) {
        counts.forEach(count -> unwritten.merge(new Place(count.minute(), count.reason()), count.requests(), Long::sum));
    }

    private synchronized List<DoorCount> take() {
        var counts = new ArrayList<DoorCount>();
        unwritten.forEach((place, requests) -> counts.add(new DoorCount(place.minute(), place.reason(), requests)));
        unwritten.clear();
        return List.copyOf(counts);
    }
}
