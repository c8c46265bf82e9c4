package usage.store.recording;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import usage.store.AttemptKey;
import usage.store.Intent;
import usage.store.Settlement;
import usage.store.journal.Entry;
import usage.store.journal.EntryReader;
import usage.store.journal.Journal;
import usage.store.journal.Position;
import usage.store.price.PriceBook;

/// Reads what an earlier process has left in the journal: attempts that were in flight become lost, by a settlement like any
/// other, and what has not come to the table yet is counted.
final class Recovery {

    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final Map<AttemptKey, OpenAttempt> open = new LinkedHashMap<>();
    private final Set<AttemptKey> begunBefore = new HashSet<>();
    private long waiting;

    private Recovery() {}

    /// What was there.
    ///
    /// @param waiting settled attempts that are not in the table, lost ones included
    /// @param lost attempts that were in flight
    /// @param ends of attempts that were not, though the journal does not say so any more
    record Found(long waiting, long lost, LostEnds ends) {}

    /// @param prices what a lost attempt is charged by, as far as its tokens are known
    /// @param mark what lies before it is in the table
    /// @param search knows what the journal has lost
    static Found run(Journal journal, PriceBook prices, Position mark, LostEndSearch search) {
        var recovery = new Recovery();
        var reader = journal.reader();
        for (var written = reader.next(); written.isPresent(); written = reader.next()) {
            recovery.see(written.get().bytes(), mark.isBefore(written.get().next()));
        }
        var ends = search.run(mark, recovery.begunBefore);
        recovery.open.keySet().removeIf(ends::contains);
        recovery.open.values().forEach(attempt -> journal.add(ended(attempt.intent(), attempt.lost(), prices)).orThrow());
        if (!recovery.open.isEmpty()) {
            LOG.log(Level.WARNING, "{0} attempts were in flight when the ledger was last used; they are lost now",
                    recovery.open.size());
        }
        return new Found(recovery.waiting + recovery.open.size(), recovery.open.size(), ends);
    }

    private static Entry ended(Intent intent, Settlement lost, PriceBook prices) {
        return new Entry.Settled(intent.key(), lost, prices.charge(intent, lost));
    }

    private void see(byte[] bytes, boolean isNew) {
        try {
            see(EntryReader.read(bytes), isNew);
        } catch (IllegalArgumentException unreadable) {
            LOG.log(Level.DEBUG, "left out here, told by whoever reads it next", unreadable);
        }
    }

    private void see(Entry entry, boolean isNew) {
        switch (entry) {
            case Entry.Opened(var intent) -> begin(OpenAttempt.of(intent), isNew);
            case Entry.Carried(var intent, var progress, var at) -> begin(new OpenAttempt(intent, progress, at), isNew);
            case Entry.Progressed(var key, var progress, var at) ->
                Optional.ofNullable(open.get(key)).ifPresent(attempt -> attempt.comeSoFar(progress, at));
            case Entry.Settled settled -> {
                open.remove(settled.key());
                begunBefore.remove(settled.key());
                waiting += isNew ? 1 : 0;
            }
            case Entry.Refused refused -> waiting += isNew ? 1 : 0;
        }
    }

    /// One that was still open behind the mark has no end before it.
    private void begin(OpenAttempt attempt, boolean isNew) {
        var key = attempt.intent().key();
        open.put(key, attempt);
        if (isNew) {
            begunBefore.remove(key);
        } else {
            begunBefore.add(key);
        }
    }
}
