package gateway.v1.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Many streams that stand open at once, and the memory that they take: in one process with their clients and their provider.
///
/// @param out where it is told
/// @param provider behind the gateway
/// @param gateway the gateway
record StandingStreams(PrintWriter out, InstantProvider provider, Load gateway) {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    void measure(int streams) throws IOException {
        long heapBefore = heap();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, streams).mapToObj(at -> threads.submit(() -> gateway.stream("standing/m"))).toList();
            try {
                awaitOpen(streams);
                out.printf("%d open streams: heap %d MiB (%d before), resident %s%n", streams, heap() >> 20, heapBefore >> 20,
                        resident());
            } finally {
                provider.letGo();
            }
            running.forEach(StandingStreams::end);
        }
        out.printf("all %d ended well%n", streams);
        out.flush();
    }

    private void awaitOpen(int streams) {
        for (long end = System.nanoTime() + LONGEST.toNanos(); provider.open() < streams;) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + provider.open() + " streams are open after " + LONGEST);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static void end(Future<Long> stream) {
        try {
            stream.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a stream did not end well", e);
        }
    }

    /// After a collection.
    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// Where the system tells it.
    private static String resident() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "unknown";
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:")).map(line -> line.substring(6).strip()).findFirst()
                    .orElse("unknown");
        }
    }
}
