package usage.store.journal;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The manifests of all segments that are gone, in the file `manifest.tsv`: a line for each, with the fields of [Manifest] in
/// their order and tabs between them.
public final class Manifests {

    private final LineFile file;
    private final NavigableMap<Long, Manifest> known = new TreeMap<>();

    public Manifests(LineFile file) {
        this.file = file;
        file.lines().stream().map(Manifest::of).forEach(manifest -> known.put(manifest.segment(), manifest));
    }

    /// Writes a manifest; once this returns, its segment may go.
    public synchronized void add(Manifest manifest) {
        if (!known.containsKey(manifest.segment())) {
            file.add(manifest.line());
            known.put(manifest.segment(), manifest);
        }
    }

    /// All, in the order of segments.
    public synchronized List<Manifest> all() {
        return List.copyOf(known.values());
    }

    /// The number of the last one; 0 where there is none.
    public synchronized long last() {
        return known.isEmpty() ? 0 : known.lastKey();
    }
}
