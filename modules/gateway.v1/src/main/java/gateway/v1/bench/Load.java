package gateway.v1.bench;

import ai.client.direct.RawClient;
import ai.client.direct.RawRequest;
import ai.client.direct.Timeouts;
import gateway.v1.call.BodyBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Calls of one subject: the provider itself, or a gateway in front of it, through the same client. It stops by itself.
public final class Load implements AutoCloseable {

    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final RawClient client;
    private final LongAdder answered = new LongAdder();

    public Load(URI subject) {
        client = RawClient.to(subject, Map.of("authorization", "Bearer bench", "user-agent", "bench"), Timeouts.DEFAULT);
    }

    /// As many callers, each with a call after the other.
    Run closed(int callers, Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        return measured(() -> together(callers, caller -> {
            var samples = new Samples();
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                whole();
                samples.add(System.nanoTime() - start);
            }
            return samples;
        }));
    }

    /// Calls at a fixed rate, whether earlier ones are answered or not; each is measured from the moment at which it was due.
    Run open(int perSecond, Duration duration) {
        long calls = duration.toMillis() * perSecond / 1000;
        return measured(() -> {
            var all = new Samples((int) calls);
            long begin = System.nanoTime() + 10_000_000;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (long at = 0; at < calls; at++) {
                    long due = begin + at * 1_000_000_000 / perSecond;
                    awaitMoment(due);
                    threads.submit(() -> {
                        whole();
                        long took = System.nanoTime() - due;
                        synchronized (all) {
                            all.add(took);
                        }
                    });
                }
            }
            return List.of(all);
        });
    }

    /// A stream, read to its end.
    ///
    /// @return nanoseconds until its first byte
    long stream(String model) {
        long start = System.nanoTime();
        try (var exchange = client.exchange(chat(model, true)); var body = exchange.body()) {
            check(exchange.status(), 200);
            check(body.read(), 'd');
            long first = System.nanoTime() - start;
            body.transferTo(OutputStream.nullOutputStream());
            return first;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many whole answers have come so far.
    public long answered() {
        return answered.sum();
    }

    @Override
    public void close() {
        client.close();
    }

    private void whole() {
        try (var exchange = client.exchange(chat("m", false)); var body = exchange.body()) {
            var length = exchange.header("content-length").map(Long::parseLong).map(OptionalLong::of)
                    .orElseGet(OptionalLong::empty);
            byte[] answer = BodyBytes.read(body, length, Integer.MAX_VALUE);
            if (exchange.status() != 200) {
                throw new IllegalStateException(
                        "the benchmark's call was answered " + exchange.status() + ": "
                                + new String(answer, StandardCharsets.UTF_8));
            }
            answered.increment();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawRequest chat(String model, boolean stream) {
        var body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Reply with PONG\"}]}";
        return new RawRequest("POST", "/chat/completions", HEADERS, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Run measured(Supplier<List<Samples>> load) {
        var cpu = cpu();
        long start = System.nanoTime();
        var samples = load.get();
        return new Run(Samples.sorted(samples), Duration.ofNanos(System.nanoTime() - start), cpu().minus(cpu));
    }

    private static List<Samples> together(int callers, IntFunction<Samples> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, callers).mapToObj(caller -> threads.submit(() -> work.apply(caller))).toList();
            return running.stream().map(Load::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a call of the benchmark failed", e);
        }
    }

    private static void awaitMoment(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > 200_000) {
                LockSupport.parkNanos(left - 100_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static void check(int is, int expected) {
        if (is != expected) {
            throw new IllegalStateException("the benchmark's call was answered " + is + ", not " + expected);
        }
    }
}
