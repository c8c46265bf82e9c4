package usage.store.repricing;

import java.util.List;
import java.util.Optional;
import usage.store.AttemptRow;
import usage.store.Repricing;
import usage.store.h2.ReadLane;
import usage.store.h2.WriteLane;
import usage.store.price.PriceBook;
import usage.store.rollup.HourChanges;

/// Reprices in batches between other writes, so that calls go on being recorded. The prices are those that new attempts are
/// charged by.
public final class Repricer implements Repricing {

    private final Runnable settling;
    private final WriteLane writes;
    private final ReadLane reads;
    private final PriceBook prices;
    private final HourChanges changes;

    /// @param settling brings what was settled to the table
    public Repricer(Runnable settling, WriteLane writes, ReadLane reads, PriceBook prices, HourChanges changes) {
        this.settling = settling;
        this.writes = writes;
        this.reads = reads;
        this.prices = prices;
        this.changes = changes;
    }

    @Override
    public Run begin(Request request) {
        settling.run();
        var range = new Range(request);
        return new BatchedRun(reads.read("attempts to reprice", range::count), after -> next(request, range, after));
    }

    private Batch next(Request request, Range range, Optional<AttemptRow> after) {
        // Looking for rows may take long, and must not hold up those that are being settled.
        var batch = reads.read("attempts to reprice", connection -> batch(request, range.rows(connection, after)));
        return request.dryRun() || batch.count(Repriced::isChanged) == 0
                ? batch
                : writes.write("prices of attempts", connection -> batch.written(connection, changes), committed -> {});
    }

    private Batch batch(Request request, List<AttemptRow> rows) {
        return new Batch(rows.stream().map(row -> Repriced.of(row, prices, request.clear())).toList());
    }
}
