package usage.store.h2;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import usage.store.AttemptRow;
import usage.store.CallsPage;
import usage.store.CallsQuery;
import usage.store.Completeness;
import usage.store.DoorCount;
import usage.store.InFlight;
import usage.store.LedgerException;
import usage.store.UsagePage;
import usage.store.UsageQueries;
import usage.store.UsageQuery;
import usage.store.rollup.UsageReport;

/// Answers from the tables. A settlement is in them before whoever settled is told, so every answer reads its own writes.
final class H2Queries implements UsageQueries {

    private final ReadLane lane;
    private final Tally tally;
    private final Door door;
    private final InstantSource clock;

    H2Queries(ReadLane lane, Tally tally, Door door, InstantSource clock) {
        this.lane = lane;
        this.tally = tally;
        this.door = door;
        this.clock = clock;
    }

    @Override
    public UsagePage usage(UsageQuery query) {
        var report = new UsageReport(query);
        return lane.read("usage", report::run);
    }

    @Override
    public CallsPage calls(CallsQuery query) {
        var listing = new CallsListing(query);
        return lane.read("calls", listing::run);
    }

    @Override
    public List<AttemptRow> call(UUID callId) {
        return lane.read("call " + callId, connection -> Attempts.ofCall(connection, callId));
    }

    @Override
    public List<InFlight> inFlight() {
        return lane.read("attempts in flight", InFlightListing::run);
    }

    @Override
    public List<DoorCount> doorCounts(Instant start, Instant end) {
        Bounds.checkInterval(start, end);
        try {
            door.write();
        } catch (LedgerException failure) {
            throw new LedgerException(LedgerException.Code.UNAVAILABLE, failure.getMessage(), failure);
        }
        return lane.read("counts at the door", connection -> DoorTable.between(connection, start, end));
    }

    @Override
    public Completeness completeness() {
        return tally.asOf(clock.instant());
    }
}
