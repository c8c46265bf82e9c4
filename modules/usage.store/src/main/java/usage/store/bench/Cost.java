package usage.store.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import usage.store.JournalSettings;
import usage.store.JournalSettings.Fsync;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// What a caller waits for the ledger, while the table is filled beside it. So few calls that nobody is held back.
record Cost(Path folder, Fsync fsync, int callers, int calls) {

    void report(PrintWriter out) {
        var usual = JournalSettings.DEFAULT;
        var journal = new JournalSettings(Optional.empty(), fsync, usual.segmentBytes(), usual.maxBytes());
        try (var store = UsageStore.open(new StoreSettings(folder, Traffic.PRICES, StoreSettings.USUAL_RETENTION, journal,
                InstantSource.system()))) {
            var traffic = Traffic.monthOf(calls);
            new Callers(store.ledger(), new Traffic(Traffic.MARCH.minus(traffic.span()), traffic.span(), calls), callers)
                    .make(calls);
            Tables.awaitAll(store);
            var nanos = new Callers(store.ledger(), traffic, callers).make(calls);
            out.printf(Locale.ROOT, "%-10s %8d %10.1f %10.1f%n", fsync.wireName(), callers, Callers.percentile(nanos, 50),
                    Callers.percentile(nanos, 99));
            out.flush();
        }
    }
}
