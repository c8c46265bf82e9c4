package usage.store.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// How many calls a second go through the ledger into the table, for as long as it takes to have them all there.
record Sustained(Path folder, int callers, int rows) {

    void report(PrintWriter out) {
        try (var store = UsageStore.open(new StoreSettings(folder, Traffic.PRICES, InstantSource.system()))) {
            long start = System.nanoTime();
            var nanos = new Callers(store.ledger(), Traffic.monthOf(rows), callers).make(rows);
            Tables.awaitAll(store);
            out.printf(Locale.ROOT, "rows a second, %d callers: %,.0f over %,d rows; a call waits p50 %.0f us, p99 %.0f us%n",
                    callers,
                    rows / ((System.nanoTime() - start) / 1e9), rows, Callers.percentile(nanos, 50),
                    Callers.percentile(nanos, 99));
            out.flush();
        }
    }
}
