package usage.store.recording;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import usage.store.AttemptKey;
import usage.store.journal.Manifest;

/// Attempts that ended in a file of the journal which is still there and has lost that: their rows are in the table. A loss of
/// power does so, which may keep what the database wrote and lose what the journal wrote before it.
final class LostEnds {

    /// Where nothing was lost.
    static final LostEnds NONE = new LostEnds(Map.of(), Set.of());

    private final Map<Long, Set<AttemptKey>> bySegment;
    private final Set<AttemptKey> all;
    private final Set<AttemptKey> begun;

    /// @param bySegment the attempts, by the number of the segment that they ended in
    /// @param begun attempts whose beginning can be read
    LostEnds(Map<Long, Set<AttemptKey>> bySegment, Set<AttemptKey> begun) {
        this.bySegment = Map.copyOf(bySegment);
        this.begun = Set.copyOf(begun);
        all = bySegment.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    boolean contains(AttemptKey key) {
        return all.contains(key);
    }

    Set<AttemptKey> of(long segment) {
        return bySegment.getOrDefault(segment, Set.of());
    }

    /// The attempts that ended in a segment, by what can be read of it and by what was lost.
    Set<AttemptKey> with(long segment, Collection<AttemptKey> read) {
        var ended = new HashSet<>(read);
        ended.addAll(of(segment));
        return ended;
    }

    /// What a segment has held, by what can be read of it and by what was lost.
    Manifest with(Manifest read) {
        return read.and(manifest(read.segment(), of(read.segment()), begun));
    }

    /// Of ends that were lost, and of beginnings as far as they cannot be read either.
    static Manifest manifest(long segment, Collection<AttemptKey> ended, Set<AttemptKey> begun) {
        return Manifest.ofLost(segment, List.copyOf(ended), ended.stream().filter(key -> !begun.contains(key)).count());
    }
}
