package usage.store.recording;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import usage.store.LedgerException;
import usage.store.h2.WriteLane;
import usage.store.journal.Entry;
import usage.store.journal.Journal;
import usage.store.journal.KeyFiles;
import usage.store.journal.Manifests;
import usage.store.journal.Position;

/// Lets the journal's files go. One goes when all that was settled in it is in the table *and* that is forced to the disk, when
/// no attempt that is still open begins in it (those are carried over), and when its keys and its manifest are written.
final class Segments {

    private static final System.Logger LOG = System.getLogger(Segments.class.getName());

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Journal journal;
    private final Manifests manifests;
    private final KeyFiles keyFiles;
    private final Backlog backlog;
    private final OpenAttempts open;
    private final WriteLane lane;
    private long nextTry = System.nanoTime();

    Segments(Journal journal, Manifests manifests, KeyFiles keyFiles, Backlog backlog, OpenAttempts open, WriteLane lane) {
        this.journal = journal;
        this.manifests = manifests;
        this.keyFiles = keyFiles;
        this.backlog = backlog;
        this.open = open;
        this.lane = lane;
    }

    /// Removes what lies before the segment of `applied`, up to which everything is in the table.
    ///
    /// @param mark what the database must have; where it has forgotten some of it, nothing goes
    /// @return whether nothing is left of it; otherwise it is worth another try
    boolean dropBefore(Position applied, Position mark) {
        return drop(applied, mark, Long.MAX_VALUE);
    }

    private boolean drop(Position applied, Position mark, long nanos) {
        long begun = System.nanoTime();
        var old = journal.numbers().stream().filter(number -> number < applied.segment()).toList();
        if (old.isEmpty()) {
            return true;
        }
        try {
            if (backlog.needs(old.getFirst())) {
                open.all().forEach(attempt -> carry(attempt, old.getLast()));
                return false;
            }
            if (!journal.mayDrop()) {
                return failed();
            }
            // Power may go at any moment: the disk must not have rows of which it does not have the journal.
            journal.force();
            if (lane.write("a checkpoint", Segments::checkpoint, done -> {}).isBefore(mark)) {
                return failed();
            }
            for (long number : old) {
                if (backlog.needs(number)) {
                    return false;
                }
                keyFiles.write(number, backlog.ended(number));
                manifests.add(backlog.manifest(number));
                if (!journal.drop(number)) {
                    return failed();
                }
                backlog.forget(number);
                if (System.nanoTime() - begun > nanos) {
                    return number == old.getLast();
                }
            }
            return true;
        } catch (LedgerException | UncheckedIOException failure) {
            LOG.log(Level.WARNING, "files of the journal that are in the table cannot go yet: {0}", failure.getMessage());
            return failed();
        }
    }

    /// As [#dropBefore], but no longer than a moment, since others wait for the table meanwhile; and not within a second after
    /// that came to nothing: what it takes is dear, and its warning loud.
    boolean dropInTime(Position applied, Position mark) {
        return System.nanoTime() - nextTry >= 0 && drop(applied, mark, MOMENT_NANOS);
    }

    private boolean failed() {
        nextTry = System.nanoTime() + PAUSE_NANOS;
        return false;
    }

    private void carry(OpenAttempt attempt, long segment) {
        synchronized (attempt) {
            if (attempt.isOpenSince(segment)) {
                var known = attempt.asInFlight();
                attempt.recordedIn(journal.add(new Entry.Carried(known.intent(), known.progress(), known.seenAt())).orThrow()
                        .segment());
            }
        }
    }

    /// Before this, H2 has what was committed in memory or in the hands of the operating system.
    ///
    /// @return how much of the journal is on the disk then
    private static Position checkpoint(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
        return JournalMark.read(connection);
    }
}
