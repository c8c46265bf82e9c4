package usage.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import usage.store.LedgerException;

/// What is dear is made once for all who wait.
class NextRunTest {

    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final NextRun<Integer> runs = new NextRun<>(this::run);

    @Test
    void whoAsksWhileOneIsMadeSharesTheNextWithAllWhoWait() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var made = CompletableFuture.supplyAsync(runs::get, callers);
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            var threads = IntStream.range(0, 5)
                    .mapToObj(_ -> Thread.ofPlatform().unstarted(() -> assertThat(runs.get()).isEqualTo(2)))
                    .toList();
            threads.forEach(Thread::start);
            awaitAll(threads);
            free.countDown();
            assertThat(made.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            for (var thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
            }
        }
        assertThat(begun.get()).isEqualTo(2);
        assertThat(runs.get()).isEqualTo(3);
    }

    @Test
    void whatGoesWrongIsToldAndTheNextOneIsMade() {
        var failing = new AtomicInteger();
        var runs = new NextRun<Integer>(() -> {
            if (failing.incrementAndGet() == 1) {
                throw new LedgerException(LedgerException.Code.UNAVAILABLE, "the database is away");
            }
            return failing.get();
        });
        assertThatThrownBy(runs::get).isInstanceOf(LedgerException.class).hasMessage("the database is away");
        assertThat(runs.get()).isEqualTo(2);
    }

    private int run() {
        int number = begun.incrementAndGet();
        first.countDown();
        try {
            assertThat(free.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
        return number;
    }

    private static void awaitAll(List<Thread> threads) {
        while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }
}
