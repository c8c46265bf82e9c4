package usage.store.recording;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import usage.store.Audit;
import usage.store.AttemptKey;
import usage.store.DeadLetter;
import usage.store.h2.ReadLane;
import usage.store.journal.Journal;
import usage.store.journal.KeyFiles;
import usage.store.journal.Manifest;
import usage.store.journal.Manifests;
import usage.store.rollup.KeyDigest;

/// Holds the journal against the table, segment by segment. Both sides are counted anew, from the records and from the rows.
final class Auditor {

    private final Journal journal;
    private final Manifests manifests;
    private final KeyFiles keyFiles;
    private final LostEnds lost;
    private final DeadLetters deadLetters;
    private final ReadLane reads;
    private final InstantSource clock;

    Auditor(Journal journal, Manifests manifests, KeyFiles keyFiles, LostEnds lost, DeadLetters deadLetters, ReadLane reads,
            InstantSource clock) {
        this.journal = journal;
        this.manifests = manifests;
        this.keyFiles = keyFiles;
        this.lost = lost;
        this.deadLetters = deadLetters;
        this.reads = reads;
        this.clock = clock;
    }

    /// Everything that was settled up to now should be in the table before.
    ///
    /// @param stopped whether to give up
    /// @throws usage.store.LedgerException `unavailable` where it gave up, or the database fails
    Audit run(BooleanSupplier stopped) {
        return reads.read("the audit", connection -> compare(connection, stopped));
    }

    /// As of the moment that the connection reads from here on: what goes later had not gone then.
    private JournalSide journalSide(Connection connection) throws SQLException {
        var kept = journal.keep();
        try (kept) {
            return JournalSide.read(journal, manifests, keyFiles, lost, JournalMark.read(connection));
        }
    }

    private Audit compare(Connection connection, BooleanSupplier stopped) throws SQLException {
        var files = journalSide(connection);
        var table = SegmentTotals.all(connection, stopped);
        var dead = deadLetters.all();
        long settled = settled(files.all());
        long before = table.getOrDefault(0L, SegmentTotals.NONE).rows();
        return new Audit(clock.instant(), files.all().values().stream().mapToLong(Manifest::accepted).sum(), settled,
                settled - settled(files.inTable()),
                table.values().stream().mapToLong(SegmentTotals::rows).sum() - before, before,
                table.values().stream().mapToLong(SegmentTotals::expired).sum(), dead,
                differences(connection, files, table, dead));
    }

    private List<Audit.Difference> differences(Connection connection, JournalSide files, Map<Long, SegmentTotals> table,
            List<DeadLetter> dead) throws SQLException {
        var numbers = new TreeSet<>(table.keySet());
        numbers.addAll(files.inTable().keySet());
        numbers.remove(0L);
        var differences = new ArrayList<Audit.Difference>();
        for (long number : numbers) {
            var manifest = files.inTable().getOrDefault(number, Manifest.empty(number));
            var has = table.getOrDefault(number, SegmentTotals.NONE).and(buried(dead, number));
            if (has.rows() + has.expired() != manifest.settled() || has.digest() != manifest.digest()) {
                differences.add(difference(connection, manifest, has, files, dead));
            } else if (has.rows() == 0 && files.isGone(number)) {
                keyFiles.remove(number);
            }
        }
        return differences;
    }

    private static long settled(NavigableMap<Long, Manifest> segments) {
        return segments.values().stream().mapToLong(Manifest::settled).sum();
    }

    private static SegmentTotals buried(List<DeadLetter> dead, long segment) {
        return dead.stream().filter(letter -> letter.segment() == segment)
                .map(letter -> new SegmentTotals(1, 0, KeyDigest.of(letter.key())))
                .reduce(SegmentTotals.NONE, SegmentTotals::and);
    }

    private static Audit.Difference difference(Connection connection, Manifest manifest, SegmentTotals has, JournalSide files,
            List<DeadLetter> dead) throws SQLException {
        var ended = files.ended(manifest.segment());
        var rows = SegmentTotals.keys(connection, manifest.segment());
        dead.stream().filter(letter -> letter.segment() == manifest.segment()).map(DeadLetter::key).forEach(rows::add);
        return new Audit.Difference(manifest.segment(), manifest.settled(), has.rows() + has.expired(), manifest.firstCall(),
                manifest.lastCall(),
                ended.filter(keys -> has.expired() == 0).map(keys -> without(keys, rows)).orElse(List.of()),
                ended.map(keys -> without(rows, keys)).orElse(List.of()));
    }

    private static List<AttemptKey> without(Set<AttemptKey> keys, Set<AttemptKey> others) {
        return keys.stream().filter(key -> !others.contains(key)).toList();
    }
}
