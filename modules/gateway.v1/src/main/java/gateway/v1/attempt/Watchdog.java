package gateway.v1.attempt;

import gateway.v1.call.Admission;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks at all calls under way ten times a second, so that no wait needs a timer of its own.
final class Watchdog implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(100);
    private static final Duration CLIENTS_EVERY = Duration.ofMillis(500);

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("watchdog").daemon().factory());

    Watchdog() {
        timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::lookForClients, CLIENTS_EVERY.toMillis(), CLIENTS_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /// Watches a call from now on, on the calling thread.
    Watch watch(Limits limits, Admission admission) {
        var watch = new Watch(limits, admission.elapsed(), admission.socket());
        watches.add(watch);
        return watch;
    }

    void release(Watch watch) {
        watches.remove(watch);
    }

    private void look() {
        long now = System.nanoTime();
        watches.forEach(watch -> watch.check(now));
    }

    /// Whether those are still there whose providers let them wait.
    private void lookForClients() {
        long since = System.nanoTime() - CLIENTS_EVERY.toNanos();
        var waiting = watches.stream().filter(watch -> watch.waitsForProvider(since)).toList();
        if (!waiting.isEmpty()) {
            StandingConnections.read().ifPresent(standing -> waiting.forEach(watch -> watch.checkClient(standing)));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
