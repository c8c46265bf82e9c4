package gateway.v1.attempt;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks at all calls under way ten times a second, so that no wait needs a timer of its own.
final class Watchdog implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(100);

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("watchdog").daemon().factory());

    Watchdog() {
        timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Watches a call from now on, on the calling thread.
    Watch watch(Limits limits, Duration elapsed) {
        var watch = new Watch(limits, elapsed);
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

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
