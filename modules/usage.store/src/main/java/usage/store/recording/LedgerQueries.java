package usage.store.recording;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import usage.store.AttemptRow;
import usage.store.Audit;
import usage.store.CallsPage;
import usage.store.CallsQuery;
import usage.store.Completeness;
import usage.store.DoorCount;
import usage.store.InFlight;
import usage.store.JournalFigures;
import usage.store.LedgerException;
import usage.store.SqlQuery;
import usage.store.SqlTable;
import usage.store.UsagePage;
import usage.store.UsageQueries;
import usage.store.UsageQuery;
import usage.store.h2.Attempts;
import usage.store.h2.Bounds;
import usage.store.h2.CallsListing;
import usage.store.h2.Door;
import usage.store.h2.DoorTable;
import usage.store.h2.ReadLane;
import usage.store.h2.Work;
import usage.store.rollup.UsageReport;
import usage.store.rollup.Whereabouts;
import usage.store.sql.SqlDesk;

/// Answers from the tables, once they have what was settled before the question: every answer reads its own writes. Where the
/// database does not take them, it answers from what there is, and `completeness` says what is missing.
final class LedgerQueries implements UsageQueries {

    private final ReadLane lane;
    private final Settler settler;
    private final OpenAttempts open;
    private final Tally tally;
    private final Supplier<JournalFigures> journal;
    private final Door door;
    private final Audits audits;
    private final InstantSource clock;
    private final SqlDesk desk;

    LedgerQueries(ReadLane lane, SqlDesk desk, Settler settler, OpenAttempts open, Tally tally, Supplier<JournalFigures> journal,
            Door door, Audits audits, InstantSource clock) {
        this.lane = lane;
        this.desk = desk;
        this.settler = settler;
        this.open = open;
        this.tally = tally;
        this.journal = journal;
        this.door = door;
        this.audits = audits;
        this.clock = clock;
    }

    @Override
    public UsagePage usage(UsageQuery query) {
        var report = new UsageReport(query);
        return read("usage", report::run);
    }

    @Override
    public CallsPage calls(CallsQuery query) {
        var listing = new CallsListing(query, new Whereabouts(query.selection()));
        return read("calls", listing::run);
    }

    @Override
    public List<AttemptRow> call(UUID callId) {
        return read("call " + callId, connection -> Attempts.ofCall(connection, callId));
    }

    @Override
    public List<InFlight> inFlight() {
        return open.list();
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
    public Audit audit() {
        return audits.run();
    }

    @Override
    public Optional<Audit> lastAudit() {
        return audits.last();
    }

    @Override
    public SqlTable sql(SqlQuery query) {
        settler.catchUp();
        return desk.answer(query);
    }

    @Override
    public Completeness completeness() {
        return tally.asOf(clock.instant(), open.oldest());
    }

    @Override
    public JournalFigures journal() {
        return journal.get();
    }

    private <T> T read(String subject, Work<T> work) {
        settler.catchUp();
        return lane.read(subject, work);
    }
}
