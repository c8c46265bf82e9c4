package usage.store.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import usage.store.h2.Bounds;
import usage.store.h2.ReadLane;
import usage.store.h2.WriteLane;

/// Removes rows that are older than they need to be, by whole hours and oldest first, in small steps between other writes.
///
/// An hour's rows go only when its roll-up has its mark, which it then keeps, and when everything that was accepted until then
/// is settled and in the table: nothing is lost from the sums. First the horizon moves past the hour, then its rows go.
public final class Retention {

    private static final int MOST_AT_ONCE = 2000;

    private final Duration kept;
    private final WriteLane writes;
    private final ReadLane reads;
    private final HourChanges changes;
    private final Bookkeeping bookkeeping;
    private final ClockWatch clock;
    private volatile boolean stopped;

    /// The figures of the ledger, which know what has not come to the table yet, and are told what has left it.
    public interface Bookkeeping {

        /// All that was accepted before is settled and in the table; [Instant#MIN] where that cannot be said now.
        Instant settledUntil();

        /// So many rows more have expired; rows are kept since that moment. Told on the writing thread after the commit.
        void expired(long attempts, Instant rowsSince);
    }

    public Retention(Duration kept, WriteLane writes, ReadLane reads, HourChanges changes, Bookkeeping bookkeeping,
            ClockWatch clock) {
        this.kept = kept;
        this.writes = writes;
        this.reads = reads;
        this.changes = changes;
        this.bookkeeping = bookkeeping;
        this.clock = clock;
    }

    /// Removes what is old enough by a clock that may be believed, which is asked anew for each hour.
    ///
    /// @throws usage.store.LedgerException where the database fails; what is left is removed the next time
    public synchronized void expire() {
        reads.read("the horizon", Horizon::read).filter(Horizon::isRemoving).ifPresent(this::remove);
        if (clock.now().isEmpty()) {
            return;
        }
        var settled = bookkeeping.settledUntil();
        for (var hour : changes.markedHours()) {
            var end = Grain.HOUR.end(hour);
            if (stopped || end.isAfter(settled) || clock.now().filter(now -> !end.isAfter(now.minus(kept))).isEmpty()) {
                return;
            }
            var horizon = writes.write("the horizon", connection -> moved(connection, hour), done -> {});
            if (horizon.isEmpty()) {
                return;
            }
            remove(horizon.get());
        }
    }

    /// Makes an [#expire] under way end soon.
    public void stop() {
        stopped = true;
    }

    /// The horizon behind `hour`, unless something earlier, or the hour itself, has changed.
    private Optional<Horizon> moved(Connection connection, Instant hour) throws SQLException {
        var end = Grain.HOUR.end(hour);
        if (!changes.changedUntil(end).isEmpty() || !Marks.has(connection, Grain.HOUR, hour)) {
            return Optional.empty();
        }
        var horizon = new Horizon(end, hour, detailsSince(connection)).write(connection);
        changes.expired(end);
        return Optional.of(horizon);
    }

    private static Instant detailsSince(Connection connection) throws SQLException {
        return Horizon.read(connection).map(Horizon::detailsSince).orElse(Bounds.FIRST);
    }

    private void remove(Horizon horizon) {
        boolean more;
        do {
            more = writes.write("expired attempts", connection -> {
                long removed = ExpiredAttempts.remove(connection, horizon.removedUntil(), horizon.rowsSince(), MOST_AT_ONCE);
                if (removed < MOST_AT_ONCE) {
                    new Horizon(horizon.rowsSince(), horizon.rowsSince(), horizon.detailsSince()).write(connection);
                }
                return removed;
            }, removed -> bookkeeping.expired(removed, horizon.rowsSince())) == MOST_AT_ONCE;
        } while (more && !stopped);
    }
}
