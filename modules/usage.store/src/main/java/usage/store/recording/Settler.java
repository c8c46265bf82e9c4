package usage.store.recording;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import usage.store.LedgerException;
import usage.store.h2.Threads;
import usage.store.journal.Journal;
import usage.store.journal.Position;

/// The thread that follows the journal and puts what was settled into the table, some thousand rows at a time. Where the
/// database fails it waits and tries again, for as long as it takes; the journal grows meanwhile.
final class Settler implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Settler.class.getName());

    private static final int MOST_AT_ONCE = 2000;
    /// So many rows may wait while the database is well; whoever has another one waits until there are fewer.
    private static final int MOST_WAITING = 20_000;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Journal journal;
    private final Backlog backlog;
    private final AttemptTable table;
    private final Tally tally;
    private final Segments segments;
    private final Pace pace = new Pace();
    private final Thread thread;
    // What the table had when it took the last batch.
    private Position mark;
    private long checkedAt = System.nanoTime();

    /// @param mark what lies before it is in the table
    Settler(Journal journal, Backlog backlog, Position mark, AttemptTable table, Tally tally, Segments segments) {
        this.journal = journal;
        this.mark = mark;
        this.backlog = backlog;
        this.table = table;
        this.tally = tally;
        this.segments = segments;
        thread = Thread.ofPlatform().name("usage-store-settler").daemon().start(this::run);
    }

    /// Waits until the table has everything that was settled before, for two seconds at most.
    ///
    /// @return whether it has
    boolean catchUp() {
        return pace.await(journal.end());
    }

    /// Holds a new attempt back while the table is far behind. A database that fails is not waited for.
    void awaitRoom() {
        if (tally.spooled() > MOST_WAITING && pace.trouble().isEmpty()) {
            pace.await(() -> tally.spooled() <= MOST_WAITING);
        }
    }

    /// Why nothing comes to the table now.
    Optional<LedgerException> trouble() {
        return pace.trouble();
    }

    /// Puts what is left into the table, where that is possible, and ends the thread.
    @Override
    public void close() {
        pace.close();
        Threads.join(thread);
    }

    private void run() {
        var last = Position.START;
        while (true) {
            var batch = backlog.next(MOST_AT_ONCE);
            if (batch.size() > 0) {
                switch (add(batch)) {
                    case ADDED -> {
                    }
                    case REWOUND -> {
                        continue;
                    }
                    case GIVEN_UP -> {
                        return;
                    }
                }
            }
            pace.reached(batch.end());
            if (batch.size() == 0) {
                if (pace.isClosing()) {
                    segments.dropBefore(batch.end(), mark);
                    return;
                }
                pace.awaitWork();
                checkMark();
            }
            if (last.segment() < batch.end().segment() && segments.dropInTime(batch.end(), mark)) {
                last = batch.end();
            }
        }
    }

    private enum Outcome {
        ADDED, REWOUND, GIVEN_UP
    }

    private Outcome add(Backlog.Batch batch) {
        while (true) {
            try {
                var added = table.add(batch, mark);
                pace.recovered();
                if (added.mark().isBefore(mark)) {
                    rewind(added.mark());
                    return Outcome.REWOUND;
                }
                mark = batch.end();
                tally.applied(batch.size(), added.dead(), end(batch));
                return Outcome.ADDED;
            } catch (LedgerException failure) {
                if (pace.trouble().isEmpty()) {
                    LOG.log(Level.ERROR, "the table of attempts is not filled for now; the journal keeps them", failure);
                }
                if (!pace.awaitRetry(failure)) {
                    return Outcome.GIVEN_UP;
                }
            }
        }
    }

    /// Looks once a second whether the database still has what it took, also while there is nothing to give it.
    private void checkMark() {
        if (System.nanoTime() - checkedAt < CHECK_NANOS) {
            return;
        }
        checkedAt = System.nanoTime();
        try {
            var known = table.add(new Backlog.Batch(List.of(), List.of(), mark), mark).mark();
            if (known.isBefore(mark)) {
                rewind(known);
            }
        } catch (LedgerException failure) {
            LOG.log(Level.DEBUG, "the database cannot be asked how far it has come", failure);
        }
    }

    /// The database was closed without having written all that it had committed. The journal still has it.
    private void rewind(Position to) {
        long forgotten = backlog.rewind(to, mark);
        LOG.log(Level.WARNING, "the database has forgotten the last {0} settled attempts; the journal puts them in again",
                forgotten);
        tally.forgotten(forgotten);
        mark = to;
        pace.reached(to);
    }

    private static Instant end(Backlog.Batch batch) {
        return batch.attempts().isEmpty()
                ? batch.orphans().getLast().entry().settlement().finishedAt()
                : batch.attempts().getLast().row().settlement().finishedAt();
    }
}
