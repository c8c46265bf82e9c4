package usage.store.outbox;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import usage.store.LedgerException;
import usage.store.Outbox;
import usage.store.h2.Bounds;
import usage.store.h2.ReadLane;
import usage.store.h2.WriteLane;
import usage.store.rollup.Horizon;

/// The outbox of a ledger, for whoever tells what is in it.
public final class LedgerOutbox implements Outbox {

    private static final System.Logger LOG = System.getLogger(LedgerOutbox.class.getName());
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Intake intake;
    private final Runnable settling;
    private final WriteLane writes;
    private final ReadLane reads;
    private final InstantSource clock;
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<Comparison> comparison = Optional.empty();
    private OutboxTable.Stock stock = new OutboxTable.Stock(0, 0, Optional.empty());
    private long stockAt = System.nanoTime() - FRESH_NANOS;

    /// @param intake where attempts come in
    /// @param settling brings what was settled to the table
    public LedgerOutbox(Intake intake, Runnable settling, WriteLane writes, ReadLane reads, InstantSource clock) {
        this.intake = intake;
        this.settling = settling;
        this.writes = writes;
        this.reads = reads;
        this.clock = clock;
    }

    @Override
    public void turnOn() {
        intake.turnOn();
    }

    @Override
    public void turnOff() {
        intake.turnOff();
    }

    @Override
    public boolean abandon() {
        return intake.abandon();
    }

    @Override
    public Optional<Page> next(int most) {
        return reads.read("the outbox", connection -> OutboxTable.oldest(connection, most));
    }

    @Override
    public void catchUp() {
        settling.run();
    }

    @Override
    public void acknowledge(Page page, List<Rejection> rejected) {
        var now = clock.instant();
        writes.write("the outbox", connection -> {
            OutboxTable.remove(connection, page, rejected, now);
            return page;
        }, removed -> acknowledged.addAndGet(page.due().size() - rejected.size()));
        int expired = page.places().size() - page.due().size();
        if (expired > 0) {
            LOG.log(Level.WARNING, "{0} attempts that had not been told of were too old to be kept: their rows have expired",
                    expired);
        }
        trouble = Optional.empty();
    }

    @Override
    public void failed(String reason) {
        trouble = Optional.of(reason);
    }

    @Override
    public long sendAgain(Instant start, Instant end) {
        Bounds.checkInterval(start, end);
        settling.run();
        var range = new Range(start, end);
        long sent = 0;
        for (var batch = batch(range, Optional.empty()); !batch.isEmpty(); batch = batch(range,
                Optional.of(batch.getLast()))) {
            enqueue(batch);
            sent += batch.size();
        }
        return sent;
    }

    @Override
    public Optional<Comparison> compare(Instant from) {
        var start = intake.since();
        if (start.isEmpty()) {
            return Optional.empty();
        }
        var horizon = reads.read("the horizon", Horizon::read).map(Horizon::rowsSince);
        horizon.ifPresent(moment -> writes.write("the outbox", connection -> {
            Minutes.forgetBefore(connection, moment);
            return moment;
        }, done -> {}));
        // Acknowledgements are known by whole minutes.
        var later = later(later(from.truncatedTo(ChronoUnit.MINUTES), start.get()), horizon.orElse(Instant.MIN));
        comparison = Optional
                .of(reads.read("the outbox", connection -> Minutes.compare(connection, later, clock.instant())));
        return comparison;
    }

    @Override
    public Figures figures() {
        var known = stock();
        var now = clock.instant();
        return new Figures(intake.since().isPresent(), known.waiting(),
                known.oldest().map(at -> age(at, now)).orElse(Duration.ZERO),
                acknowledged.get(), known.rejected(), trouble, comparison);
    }

    private synchronized OutboxTable.Stock stock() {
        if (System.nanoTime() - stockAt >= FRESH_NANOS) {
            try {
                stock = reads.read("the outbox", OutboxTable::stock);
                stockAt = System.nanoTime();
            } catch (LedgerException failure) {
                LOG.log(Level.DEBUG, "how much waits in the outbox is not known now", failure);
            }
        }
        return stock;
    }

    private List<OutboxTable.Entry> batch(Range range, Optional<OutboxTable.Entry> after) {
        return reads.read("attempts to send again", connection -> range.after(connection, after));
    }

    private void enqueue(List<OutboxTable.Entry> batch) {
        writes.write("the outbox", connection -> {
            boolean noneRejected = OutboxTable.count(connection, "outbox_rejected") == 0;
            for (var entry : batch) {
                OutboxTable.add(connection, List.of(noneRejected ? entry : OutboxTable.forgiven(connection, entry)),
                        clock.instant());
            }
            return batch;
        }, done -> {});
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration age(Instant at, Instant now) {
        return at.isBefore(now) ? Duration.between(at, now) : Duration.ZERO;
    }
}
