package usage.store.recording;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import usage.store.AttemptKey;
import usage.store.AttemptRow;
import usage.store.Intent;
import usage.store.h2.SettledAttempt;
import usage.store.journal.Entry;
import usage.store.journal.EntryReader;
import usage.store.journal.Journal;
import usage.store.journal.JournalReader;
import usage.store.journal.Manifest;
import usage.store.journal.Position;
import usage.store.price.PriceBook;

/// The journal as the table will have it: joins each settlement with its beginning, in the order of the settlements. For one
/// thread; what it keeps in memory are the beginnings whose settlement it has not read.
final class Backlog {

    private static final System.Logger LOG = System.getLogger(Backlog.class.getName());

    /// A settlement whose beginning is not in the journal, and the number of the segment that it is in.
    record Orphan(Entry.Settled entry, long segment) {}

    /// What came next.
    ///
    /// @param attempts on their way to the table
    /// @param orphans settlements whose beginning is not in the journal
    /// @param end how far the journal was read
    record Batch(List<SettledAttempt> attempts, List<Orphan> orphans, Position end) {

        int size() {
            return attempts.size() + orphans.size();
        }
    }

    private record Begun(Intent intent, long segment) {}

    private final Journal journal;
    private JournalReader reader;
    private final LostEnds lost;
    private Position mark;
    private final Map<AttemptKey, Begun> begun = new HashMap<>();
    private final NavigableMap<Long, Manifest> manifests = new TreeMap<>();

    /// @param mark what lies before it is in the table
    /// @param lost ends that the journal had
    Backlog(Journal journal, Position mark, LostEnds lost) {
        this.lost = lost;
        this.journal = journal;
        this.mark = mark;
        reader = journal.reader();
    }

    /// Begins anew with a database that has forgotten what it had committed last, as one does that was closed by an error.
    ///
    /// @param to what lies before it is in the table
    /// @param from how far the table had come
    /// @return how many settled attempts lie in between
    long rewind(Position to, Position from) {
        reader = journal.reader();
        mark = to;
        begun.clear();
        manifests.clear();
        long forgotten = 0;
        var again = journal.reader();
        for (var written = again.next(); written.isPresent()
                && written.get().next().compareTo(from) <= 0; written = again.next()) {
            boolean isForgotten = to.isBefore(written.get().next());
            forgotten += isForgotten && read(written.get()).filter(Backlog::isEnd).isPresent() ? 1 : 0;
        }
        return forgotten;
    }

    private static boolean isEnd(Entry entry) {
        return entry instanceof Entry.Settled || entry instanceof Entry.Refused;
    }

    /// The next attempts, at most `most`; none where everything was read.
    Batch next(int most) {
        var batch = new Batch(new ArrayList<>(), new ArrayList<>(), Position.START);
        while (batch.size() < most) {
            var written = reader.next();
            if (written.isEmpty()) {
                break;
            }
            read(written.get()).ifPresent(entry -> take(entry, written.get(), batch));
        }
        return new Batch(batch.attempts(), batch.orphans(), reader.position());
    }

    /// What is known of a segment that was read.
    Manifest manifest(long segment) {
        return lost.with(counted(segment));
    }

    /// The attempts that ended in a segment.
    Set<AttemptKey> ended(long segment) {
        return lost.with(segment, journal.ended(segment));
    }

    private Manifest counted(long segment) {
        return manifests.getOrDefault(segment, Manifest.empty(segment));
    }

    /// Whether the beginning of an attempt that has not come to the table stands in that segment or an earlier one.
    boolean needs(long segment) {
        return begun.values().stream().anyMatch(beginning -> beginning.segment() <= segment);
    }

    void forget(long segment) {
        manifests.headMap(segment, true).clear();
    }

    private Optional<Entry> read(JournalReader.Written written) {
        try {
            return Optional.of(EntryReader.read(written.bytes()));
        } catch (IllegalArgumentException unreadable) {
            LOG.log(Level.ERROR, "the record before " + written.next() + " of the journal cannot be read and is left out",
                    unreadable);
            return Optional.empty();
        }
    }

    private void take(Entry entry, JournalReader.Written written, Batch batch) {
        long segment = written.segment();
        manifests.put(segment, counted(segment).with(entry));
        boolean isInTable = written.next().compareTo(mark) <= 0;
        switch (entry) {
            case Entry.Opened(var intent) -> begin(intent, segment);
            case Entry.Carried(var intent, var progress, var at) -> begin(intent, segment);
            case Entry.Progressed progressed -> {
            }
            case Entry.Settled settled -> {
                var beginning = begun.remove(settled.key());
                if (!isInTable && beginning == null) {
                    batch.orphans().add(new Orphan(settled, segment));
                } else if (!isInTable) {
                    batch.attempts().add(new SettledAttempt(row(beginning.intent(), settled), segment));
                }
            }
            case Entry.Refused(var intent, var refusal) -> {
                if (!isInTable) {
                    batch.attempts().add(new SettledAttempt(
                            new AttemptRow(intent, refusal, Optional.empty(), Optional.empty()), segment));
                }
            }
        }
    }

    private void begin(Intent intent, long segment) {
        if (!lost.contains(intent.key())) {
            begun.put(intent.key(), new Begun(intent, segment));
        }
    }

    /// The row that a settlement makes of its beginning.
    static AttemptRow row(Intent intent, Entry.Settled settled) {
        return new AttemptRow(intent, settled.settlement(), settled.charge().map(PriceBook.Charge::cost),
                settled.charge().map(PriceBook.Charge::priceId));
    }
}
