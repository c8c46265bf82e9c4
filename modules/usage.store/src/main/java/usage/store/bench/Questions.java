package usage.store.bench;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import usage.store.CallsQuery;
import usage.store.Column;
import usage.store.Dimension;
import usage.store.JournalSettings;
import usage.store.StoreSettings;
import usage.store.UsageQuery;
import usage.store.UsageQuery.BucketWidth;
import usage.store.UsageStore;
import usage.store.recording.JournaledStore;

/// Fills a month of rows, tells what memory does meanwhile, and times the questions that people ask.
final class Questions {

    private static final int SHARES = 10;
    private static final int TIMES = 15;
    private static final Duration MONTH = Duration.ofDays(30);

    private final Path folder;
    private final int rows;
    private volatile Instant now = Traffic.MARCH;

    Questions(Path folder, int rows) {
        this.folder = folder;
        this.rows = rows;
    }

    void report(PrintWriter out) {
        var settings = new StoreSettings(folder, Traffic.PRICES, StoreSettings.USUAL_RETENTION, JournalSettings.DEFAULT,
                () -> now);
        try (var store = UsageStore.open(settings)) {
            fill(store, out);
            now = Traffic.MARCH.plus(MONTH).plusSeconds(60);
            out.printf(Locale.ROOT, "%n%-52s %10s %10s%n", "milliseconds over " + String.format(Locale.ROOT, "%,d rows", rows),
                    "p50", "most");
            long start = System.nanoTime();
            ((JournaledStore) store).upkeep().run();
            out.printf(Locale.ROOT, "(what was not yet rolled up took %.0f s)%n", (System.nanoTime() - start) / 1e9);
            askForCalls(store, out);
            askForUsage(store, out);
        }
    }

    private void fill(UsageStore store, PrintWriter out) {
        out.printf("filling %,d rows; heap after a collection, MiB:", rows);
        long start = System.nanoTime();
        for (int share = 0; share < SHARES; share++) {
            int each = rows / SHARES;
            now = Traffic.MARCH.plus(MONTH.dividedBy(SHARES).multipliedBy(share));
            new Callers(store.ledger(), new Traffic(now, MONTH.dividedBy(SHARES), each), 16).make(each);
            Tables.awaitAll(store);
            System.gc();
            out.printf(" %d", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
            out.flush();
        }
        out.printf(Locale.ROOT, "%n%,.0f rows a second%n", rows / ((System.nanoTime() - start) / 1e9));
        out.flush();
    }

    private static void askForUsage(UsageStore store, PrintWriter out) {
        for (var filter : filters()) {
            time(out, "usage by day and model, one month" + name(filter),
                    () -> store.queries().usage(new UsageQuery(Traffic.MARCH,
                            Traffic.MARCH.plus(MONTH), BucketWidth.DAY, List.of(Dimension.MODEL), filter, 31, Optional.empty())));
        }
    }

    private static void askForCalls(UsageStore store, PrintWriter out) {
        for (var filter : filters()) {
            var columns = new EnumMap<Column, List<String>>(Column.class);
            filter.forEach((dimension, values) -> columns.put(dimension.column(), values));
            time(out, "first page of calls" + name(filter), () -> store.queries().calls(new CallsQuery(Traffic.MARCH,
                    Traffic.MARCH.plus(MONTH), columns, 50, Optional.empty())));
        }
        time(out, "page of calls of one hour", () -> store.queries().calls(new CallsQuery(Traffic.MARCH.plus(MONTH.dividedBy(2)),
                Traffic.MARCH.plus(MONTH.dividedBy(2)).plusSeconds(3600), Map.of(), 50, Optional.empty())));
    }

    private static List<Map<Dimension, List<String>>> filters() {
        return List.of(Map.of(), Map.of(Dimension.CALLER, List.of("caller-3")), Map.of(Dimension.MODEL, List.of("model-7")),
                Map.of(Dimension.STATUS, List.of("failed")), Map.of(Dimension.CALLER, List.of(Traffic.HOURLY)),
                Map.of(Dimension.CALLER, List.of("nobody")), Map.of(Dimension.MODEL, List.of("none")));
    }

    private static String name(Map<Dimension, List<String>> filter) {
        return filter.entrySet().stream().map(one -> ", " + one.getKey().wireName() + "=" + one.getValue().getFirst())
                .findFirst().orElse("");
    }

    private static void time(PrintWriter out, String name, Runnable question) {
        var nanos = new ArrayList<Long>();
        for (int time = 0; time < TIMES; time++) {
            long start = System.nanoTime();
            question.run();
            nanos.add(System.nanoTime() - start);
        }
        var sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        out.printf(Locale.ROOT, "%-52s %10.1f %10.1f%n", name, sorted[TIMES / 2] / 1e6, sorted[TIMES - 1] / 1e6);
        out.flush();
    }
}
