package usage.store.recording;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import usage.store.AttemptKey;
import usage.store.DeadLetter;
import usage.store.h2.ReadLane;
import usage.store.journal.Journal;
import usage.store.journal.KeyFiles;
import usage.store.journal.Manifests;
import usage.store.journal.Position;

/// Finds the [ends that the journal has lost][LostEnds] when a ledger is opened. The key file of a segment that is still there
/// remembers them; of one that is gone without a manifest, a manifest does.
final class LostEndSearch {

    private static final System.Logger LOG = System.getLogger(LostEndSearch.class.getName());

    private final Journal journal;
    private final Manifests manifests;
    private final KeyFiles keyFiles;
    private final DeadLetters deadLetters;
    private final ReadLane reads;

    LostEndSearch(Journal journal, Manifests manifests, KeyFiles keyFiles, DeadLetters deadLetters, ReadLane reads) {
        this.journal = journal;
        this.manifests = manifests;
        this.keyFiles = keyFiles;
        this.deadLetters = deadLetters;
        this.reads = reads;
    }

    /// @param mark what lies before it is in the table
    /// @param begun attempts that began before the mark, and whose end cannot be read
    LostEnds run(Position mark, Set<AttemptKey> begun) {
        var known = known(begun);
        var open = begun.stream().filter(key -> !known.contains(key)).toList();
        boolean isEvident = lacks(mark) || !open.isEmpty() && reads.read("attempts that have a row", connection -> {
            for (var key : open) {
                if (hasLostEnd(connection, key)) {
                    return true;
                }
            }
            return false;
        });
        if (!isEvident) {
            return known;
        }
        long lost = reads.read("what the journal has lost", connection -> remember(connection, mark, begun));
        LOG.log(Level.WARNING, "the journal has lost what it had before {0}, as in a loss of power; the table has it: {1} settled"
                + " attempts, which count as recorded from now on", mark, lost);
        return known(begun);
    }

    /// What an earlier opening has found.
    private LostEnds known(Set<AttemptKey> begun) {
        Map<Long, Set<AttemptKey>> bySegment = new HashMap<>();
        for (long number : journal.numbers()) {
            var keys = keyFiles.read(number);
            if (!keys.isEmpty()) {
                journal.ended(number).forEach(keys::remove);
                bySegment.put(number, keys);
            }
        }
        return new LostEnds(bySegment, begun);
    }

    private boolean lacks(Position mark) {
        return isRequired(mark.segment()) && !journal.reaches(mark);
    }

    /// Whether the journal must have the segment: it is there, or not gone by the way that files go.
    private boolean isRequired(long segment) {
        return segment > manifests.last() || journal.numbers().contains(segment);
    }

    private boolean hasLostEnd(Connection connection, AttemptKey key) throws SQLException {
        return SegmentTotals.segment(connection, key)
                .filter(segment -> isRequired(segment) && !journal.ended(segment).contains(key)).isPresent();
    }

    /// @return how many were lost
    private long remember(Connection connection, Position mark, Set<AttemptKey> begun) throws SQLException {
        var numbers = new TreeSet<>(journal.numbers());
        numbers.addAll(SegmentTotals.numbers(connection, manifests.last()));
        long lost = 0;
        for (long number : numbers.headSet(mark.segment(), true)) {
            var keys = lost(connection, number);
            lost += keys.size();
            if (!keys.isEmpty()) {
                keyFiles.write(number, keys);
                if (!journal.numbers().contains(number)) {
                    manifests.add(LostEnds.manifest(number, keys, begun));
                }
            }
        }
        return lost;
    }

    private Set<AttemptKey> lost(Connection connection, long segment) throws SQLException {
        var keys = new HashSet<>(SegmentTotals.keys(connection, segment));
        deadLetters.all().stream().filter(letter -> letter.segment() == segment).map(DeadLetter::key).forEach(keys::add);
        journal.ended(segment).forEach(keys::remove);
        return keys;
    }
}
