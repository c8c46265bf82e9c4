package usage.store.repricing;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import usage.store.AttemptRow;
import usage.store.Repricing;

/// Goes through a range batch by batch, and keeps count.
final class BatchedRun implements Repricing.Run {

    private final long total;
    private final Function<Optional<AttemptRow>, Batch> next;
    private final CostSums before = new CostSums();
    private final CostSums after = new CostSums();
    private Optional<AttemptRow> last = Optional.empty();
    private long examined;
    private long changed;
    private long unpriced;
    private long kept;

    /// @param total rows there are
    /// @param next prices the rows that come after one; without rows at the end
    BatchedRun(long total, Function<Optional<AttemptRow>, Batch> next) {
        this.total = total;
        this.next = next;
    }

    @Override
    public boolean advance() {
        var batch = next.apply(last);
        if (batch.rows().isEmpty()) {
            return false;
        }
        last = Optional.of(batch.rows().getLast().after());
        examined += batch.rows().size();
        changed += batch.count(Repriced::isChanged);
        unpriced += batch.count(Repriced::isUnpriced);
        kept += batch.count(Repriced::isKept);
        batch.rows().forEach(row -> {
            row.before().cost().ifPresent(before::add);
            row.after().cost().ifPresent(after::add);
        });
        return true;
    }

    /// Rows that came late may be more than there were.
    @Override
    public Repricing.Report report() {
        return new Repricing.Report(examined, Math.max(total, examined), changed, unpriced, kept, reached(), before.list(),
                after.list());
    }

    private Optional<Instant> reached() {
        return last.map(row -> row.intent().acceptedAt());
    }
}
