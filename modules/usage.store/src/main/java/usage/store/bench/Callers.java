package usage.store.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import usage.store.Ledger;

/// Makes calls in a ledger from many virtual threads, each beginning one when its last has ended. In between it gives way, as
/// one does that waits for a provider: nobody takes a carrier from a virtual thread that does not.
record Callers(Ledger ledger, Traffic traffic, int count) {

    /// Nanoseconds of each call, from the intent to the end of its settlement, sorted.
    long[] make(int calls) {
        var nanos = new long[calls];
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int caller = 0; caller < count; caller++) {
                running.add(threads.submit(() -> {
                    for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                        var attempt = traffic.attempt(call);
                        long start = System.nanoTime();
                        ledger.open(attempt.intent());
                        ledger.settle(attempt.intent().key(), attempt.settlement());
                        nanos[call] = System.nanoTime() - start;
                        Thread.yield();
                    }
                }));
            }
            for (var caller : running) {
                caller.get();
            }
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("a caller failed", failure);
        }
        Arrays.sort(nanos);
        return nanos;
    }

    /// Microseconds.
    static double percentile(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, (int) ((long) sorted.length * percent / 100))] / 1e3;
    }
}
