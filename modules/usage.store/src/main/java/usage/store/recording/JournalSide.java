package usage.store.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import usage.store.AttemptKey;
import usage.store.journal.EntryReader;
import usage.store.journal.Journal;
import usage.store.journal.KeyFiles;
import usage.store.journal.Manifest;
import usage.store.journal.Manifests;
import usage.store.journal.Position;

/// What the journal says of its segments: those that are there by their records, counted anew, those that are gone by their
/// manifests and key files.
final class JournalSide {

    private final KeyFiles keyFiles;
    private final NavigableMap<Long, Manifest> all = new TreeMap<>();
    private final NavigableMap<Long, Manifest> inTable = new TreeMap<>();
    private final Map<Long, Set<AttemptKey>> ended = new HashMap<>();

    private JournalSide(Manifests manifests, KeyFiles keyFiles) {
        this.keyFiles = keyFiles;
        manifests.all().forEach(this::add);
    }

    /// @param mark what lies before it should be in the table
    /// @param lost ends that the journal had
    static JournalSide read(Journal journal, Manifests manifests, KeyFiles keyFiles, LostEnds lost, Position mark) {
        var side = new JournalSide(manifests, keyFiles);
        journal.numbers().forEach(number -> {
            // Instead of a manifest: a crash may have come between it and the end of its file.
            side.add(lost.with(Manifest.empty(number)));
            side.ended.put(number, lost.with(number, Set.of()));
        });
        var reader = journal.reader();
        for (var written = reader.next(); written.isPresent(); written = reader.next()) {
            side.see(written.get().segment(), written.get().bytes(), written.get().next().compareTo(mark) <= 0);
        }
        return side;
    }

    private void add(Manifest manifest) {
        all.put(manifest.segment(), manifest);
        inTable.put(manifest.segment(), manifest);
    }

    private void see(long segment, byte[] record, boolean isInTable) {
        var entry = EntryReader.read(record);
        all.merge(segment, Manifest.empty(segment).with(entry), (known, one) -> known.with(entry));
        if (isInTable) {
            inTable.merge(segment, Manifest.empty(segment).with(entry), (known, one) -> known.with(entry));
            EntryReader.ended(record).ifPresent(ended.get(segment)::add);
        }
    }

    /// All segments with all that is in them.
    NavigableMap<Long, Manifest> all() {
        return all;
    }

    /// All segments, as far as the table should have them.
    NavigableMap<Long, Manifest> inTable() {
        return inTable;
    }

    /// Whether the file of a segment is gone.
    boolean isGone(long segment) {
        return !ended.containsKey(segment);
    }

    /// The attempts of a segment that the table should have; empty where the file is gone and its names are not known.
    Optional<Set<AttemptKey>> ended(long segment) {
        if (!isGone(segment)) {
            return Optional.of(ended.get(segment));
        }
        var keys = keyFiles.read(segment);
        return Optional.of(keys)
                .filter(known -> known.size() == inTable.getOrDefault(segment, Manifest.empty(segment)).settled());
    }
}
