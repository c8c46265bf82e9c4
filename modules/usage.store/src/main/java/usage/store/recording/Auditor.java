package usage.store.recording;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import usage.store.Audit;
import usage.store.AttemptKey;
import usage.store.DeadLetter;
import usage.store.h2.JournalMark;
import usage.store.h2.ReadLane;
import usage.store.h2.SegmentTotals;
import usage.store.journal.Entry;
import usage.store.journal.EntryReader;
import usage.store.journal.Journal;
import usage.store.journal.Manifest;
import usage.store.journal.Manifests;
import usage.store.journal.Position;
import usage.store.rollup.KeyDigest;

/// Holds the journal against the table, segment by segment: files that are there by what they say, files that are gone by their
/// manifest. Both sides are counted anew, from the records and from the rows.
final class Auditor {

    private final Journal journal;
    private final Manifests manifests;
    private final DeadLetters deadLetters;
    private final ReadLane reads;
    private final InstantSource clock;

    Auditor(Journal journal, Manifests manifests, DeadLetters deadLetters, ReadLane reads, InstantSource clock) {
        this.journal = journal;
        this.manifests = manifests;
        this.deadLetters = deadLetters;
        this.reads = reads;
        this.clock = clock;
    }

    /// What the files say that are there.
    private static final class Files {

        private final NavigableMap<Long, Manifest> all = new TreeMap<>();
        private final NavigableMap<Long, Manifest> inTable = new TreeMap<>();
        private final Map<Long, Set<AttemptKey>> ended = new TreeMap<>();

        void see(Entry entry, long segment, boolean isInTable) {
            all.merge(segment, Manifest.empty(segment).with(entry), (known, one) -> known.with(entry));
            if (isInTable) {
                inTable.merge(segment, Manifest.empty(segment).with(entry), (known, one) -> known.with(entry));
                if (entry instanceof Entry.Settled || entry instanceof Entry.Refused) {
                    ended.computeIfAbsent(segment, number -> new HashSet<>()).add(entry.key());
                }
            }
        }
    }

    /// Everything that was settled up to now should be in the table before.
    Audit run() {
        var holder = new ArrayList<Audit>();
        journal.keeping(() -> holder.add(reads.read("the audit", this::compare)));
        return holder.getFirst();
    }

    private Audit compare(Connection connection) throws SQLException {
        var mark = JournalMark.read(connection);
        var table = SegmentTotals.all(connection);
        var files = files(mark);
        var expected = new TreeMap<Long, Manifest>();
        manifests.all().forEach(manifest -> expected.put(manifest.segment(), manifest));
        var accounted = new TreeMap<>(expected);
        expected.putAll(files.inTable);
        accounted.putAll(files.all);
        var dead = deadLetters.all();
        var numbers = new TreeSet<>(table.keySet());
        numbers.addAll(expected.keySet());
        numbers.remove(0L);
        var differences = new ArrayList<Audit.Difference>();
        for (long number : numbers) {
            var manifest = expected.getOrDefault(number, Manifest.empty(number));
            var has = table.getOrDefault(number, SegmentTotals.NONE).and(buried(dead, number));
            if (has.rows() + has.expired() != manifest.settled() || has.digest() != manifest.digest()) {
                differences.add(difference(connection, manifest, has, files, dead));
            }
        }
        long settled = accounted.values().stream().mapToLong(Manifest::settled).sum();
        long before = table.getOrDefault(0L, SegmentTotals.NONE).rows();
        return new Audit(clock.instant(), accounted.values().stream().mapToLong(Manifest::accepted).sum(), settled,
                settled - expected.values().stream().mapToLong(Manifest::settled).sum(),
                table.values().stream().mapToLong(SegmentTotals::rows).sum() - before, before,
                table.values().stream().mapToLong(SegmentTotals::expired).sum(), dead, differences);
    }

    private Files files(Position mark) {
        var files = new Files();
        var reader = journal.reader();
        for (var written = reader.next(); written.isPresent(); written = reader.next()) {
            var record = written.get();
            files.see(EntryReader.read(record.bytes()), record.segment(), record.next().compareTo(mark) <= 0);
        }
        return files;
    }

    private static SegmentTotals buried(List<DeadLetter> dead, long segment) {
        return dead.stream().filter(letter -> letter.segment() == segment)
                .map(letter -> new SegmentTotals(1, 0, KeyDigest.of(letter.key())))
                .reduce(SegmentTotals.NONE, SegmentTotals::and);
    }

    private static Audit.Difference difference(Connection connection, Manifest manifest, SegmentTotals has, Files files,
            List<DeadLetter> dead) throws SQLException {
        var ended = files.ended.getOrDefault(manifest.segment(), Set.of());
        var rows = SegmentTotals.keys(connection, manifest.segment());
        dead.stream().filter(letter -> letter.segment() == manifest.segment()).map(DeadLetter::key).forEach(rows::add);
        boolean isNamed = files.all.containsKey(manifest.segment());
        return new Audit.Difference(manifest.segment(), manifest.settled(), has.rows() + has.expired(), manifest.firstCall(),
                manifest.lastCall(), isNamed && has.expired() == 0 ? without(ended, rows) : List.of(),
                isNamed ? without(rows, ended) : List.of());
    }

    private static List<AttemptKey> without(Set<AttemptKey> keys, Set<AttemptKey> others) {
        return keys.stream().filter(key -> !others.contains(key)).toList();
    }
}
