package usage.store.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import usage.store.AttemptRow;
import usage.store.h2.Attempts;
import usage.store.h2.Database;
import usage.store.h2.SettledAttempt;
import usage.store.h2.WriteLane;

/// The yardstick of [Sustained]: the same rows, put into the same table by one thread, with nothing in front of it.
record PlainInserts(Path folder, int rows) {

    private static final int AT_ONCE = 2000;

    void report(PrintWriter out) {
        var traffic = Traffic.monthOf(rows);
        try (var database = Database.open(folder); var lane = new WriteLane(database, connection -> connection)) {
            long start = System.nanoTime();
            for (int from = 0; from < rows; from += AT_ONCE) {
                var batch = new ArrayList<SettledAttempt>();
                for (int row = from; row < Math.min(rows, from + AT_ONCE); row++) {
                    var attempt = traffic.attempt(row);
                    batch.add(new SettledAttempt(
                            new AttemptRow(attempt.intent(), attempt.settlement(), Optional.empty(), Optional.empty()), 0));
                }
                lane.write("rows", connection -> {
                    Attempts.insert(connection, batch);
                    return batch;
                }, done -> {});
            }
            out.printf(Locale.ROOT, "rows a second, yardstick: %,d rows straight into the table: %,.0f%n", rows,
                    rows / ((System.nanoTime() - start) / 1e9));
            out.flush();
        }
    }
}
