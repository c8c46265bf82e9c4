package lakehouse.service;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import usage.store.UsageQueries;

/// How far the drain has come, in a line for people.
///
/// @param queries knows what is in flight
/// @param deadline when what is still in flight is cut off
record Draining(UsageQueries queries, Instant deadline) implements Supplier<String> {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    @Override
    public String get() {
        long open = queries.completeness().inFlight();
        return open == 0
                ? "closing, no call in flight"
                : "draining, " + open + (open == 1 ? " call" : " calls") + " in flight, until " + CLOCK.format(deadline)
                        + " at the latest";
    }
}
