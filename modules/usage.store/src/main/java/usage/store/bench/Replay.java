package usage.store.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import usage.store.JournalSettings;
import usage.store.StoreSettings;
import usage.store.UsageStore;
import usage.store.journal.Entry;
import usage.store.journal.Journal;

/// How long it takes until a journal, of which nothing has come to the table, is all there.
record Replay(Path folder, int entries) {

    void report(PrintWriter out) {
        int attempts = entries / 2;
        var traffic = Traffic.monthOf(attempts);
        try (var journal = Journal.open(folder.resolve("journal"), JournalSettings.DEFAULT, 0)) {
            for (int at = 0; at < attempts; at++) {
                var attempt = traffic.attempt(at);
                journal.begin(new Entry.Opened(attempt.intent()));
                journal.end(new Entry.Settled(attempt.intent().key(), attempt.settlement(), Optional.empty()));
            }
        }
        long start = System.nanoTime();
        try (var store = UsageStore.open(new StoreSettings(folder, Traffic.PRICES, InstantSource.system()))) {
            double opened = (System.nanoTime() - start) / 1e9;
            Tables.awaitAll(store);
            out.printf(Locale.ROOT, "replay of %,d entries: open after %.1f s, all in the table after %.1f s%n%n", entries,
                    opened,
                    (System.nanoTime() - start) / 1e9);
            out.flush();
        }
    }
}
