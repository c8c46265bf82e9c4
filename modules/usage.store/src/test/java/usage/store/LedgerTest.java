package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening and settling, by one and by many.
class LedgerTest {

    @TempDir
    private Path directory;
    private UsageStore store;

    @BeforeEach
    void open() {
        store = Sample.store(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void settlingAgainReturnsTheFirstRowAndChangesNothing() {
        var sample = new Sample();
        var first = sample.settleOk(store);
        var second = store.ledger().settle(sample.key, sample.ended(Status.FAILED, ErrorType.CUT));
        assertThat(second).isEqualTo(first);
        assertThat(store.queries().call(sample.key.callId())).containsExactly(first);
        assertThat(store.queries().completeness().settled()).isEqualTo(1);
    }

    @Test
    void threadsThatRaceToSettleAllGetTheOneRow() throws InterruptedException, ExecutionException {
        var sample = new Sample();
        store.ledger().open(sample.intent());
        var endings = IntStream.range(0, 16).mapToObj(at -> {
            var ending = new Sample(sample.key.callId(), 1);
            ending.tokens = Sample.tokens(at, at);
            return (Callable<AttemptRow>) () -> store.ledger().settle(sample.key, ending.ok());
        }).toList();
        var rows = together(endings);
        assertThat(rows).hasSize(16).containsOnly(store.queries().call(sample.key.callId()).getFirst());
        assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                Completeness::inFlight).containsExactly(1L, 1L, 0L);
    }

    @Test
    void refusingAgainLeavesTheFirstRowAndADeadLetter() {
        var sample = new Sample();
        store.ledger().refuse(sample.intent(), Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON));
        store.ledger().refuse(sample.intent(), Settlement.refused(ErrorType.FORBIDDEN, 403, Sample.NOON));
        assertThat(store.queries().call(sample.key.callId())).extracting(row -> row.settlement().errorType())
                .containsExactly(Optional.of(ErrorType.LIMIT));
        assertThat(store.queries().completeness().deadLetters()).isEqualTo(1);
        assertBalanced();
    }

    @Test
    void whatWasNeverOpenedCannotBeSettled() {
        var sample = new Sample();
        assertThatThrownBy(() -> store.ledger().settle(sample.key, sample.ok()))
                .hasMessage("attempt " + sample.key + " was never opened").isInstanceOfSatisfying(LedgerException.class,
                        failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.UNKNOWN_ATTEMPT));
    }

    @Test
    void anAttemptInFlightCannotBeginAgain() {
        var open = new Sample();
        store.ledger().open(open.intent());
        var refusal = Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON);
        assertUnrecordable(() -> store.ledger().open(open.intent()), open);
        assertUnrecordable(() -> store.ledger().refuse(open.intent(), refusal), open);
        assertThat(store.queries().completeness().accepted()).isEqualTo(1);
    }

    @Test
    void progressOfWhatIsNotOpenChangesNothing() {
        var settled = new Sample();
        var row = settled.settleOk(store);
        var progress = new Progress(Optional.of(Sample.NOON), Optional.empty(), Sample.tokens(5, 5));
        store.ledger().progress(settled.key, progress);
        store.ledger().progress(new Sample().key, progress);
        assertThat(store.queries().call(settled.key.callId())).containsExactly(row);
        assertThat(store.queries().completeness().inFlight()).isZero();
    }

    @Test
    void completenessTellsWhatIsInFlightAndForHowLong() {
        store.ledger().open(new Sample().intent());
        var young = Sample.at(Sample.NOON.plusSeconds(30));
        store.ledger().open(young.intent());
        assertThat(store.queries().completeness()).isEqualTo(new Completeness(Sample.NOON.plusSeconds(60), Duration.ZERO, 2,
                Duration.ofSeconds(60), 0, 2, 0, 0, 0, Optional.empty()));
        store.ledger().settle(young.key, young.ok());
        assertThat(store.queries().completeness().inFlight()).isEqualTo(1);
    }

    @Test
    void acceptedIsInFlightPlusSettledAtEveryMomentWhileSixteenThreadsWriteAndEachReadsItsOwnWrites()
            throws InterruptedException, ExecutionException {
        var writing = new AtomicBoolean(true);
        try (var watcher = Executors.newSingleThreadExecutor()) {
            var watched = watcher.submit(() -> {
                long looks = 0;
                while (writing.get()) {
                    assertBalanced();
                    looks++;
                }
                return looks;
            });
            try {
                together(IntStream.range(0, 16).mapToObj(thread -> (Callable<Void>) () -> writeAndRead(thread)).toList());
            } finally {
                writing.set(false);
            }
            assertThat(watched.get()).isPositive();
        }
        assertBalanced();
        assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                Completeness::inFlight).containsExactly(16 * 30L, 16 * 20L, 16 * 10L);
        assertThat(store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst().attempts()).isEqualTo(16 * 20);
    }

    @Test
    void anInterruptedCallerIsServedAndStaysInterruptedAndHurtsNobody() {
        var sample = new Sample();
        Thread.currentThread().interrupt();
        sample.settleOk(store);
        var rows = store.queries().call(sample.key.callId());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(rows).hasSize(1);
        assertThat(new Sample().settleOk(store)).isNotNull();
    }

    private Void writeAndRead(int thread) {
        for (int at = 0; at < 10; at++) {
            var refused = new Sample();
            store.ledger().refuse(refused.intent(), Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON));
            store.ledger().open(new Sample().intent());
            var sample = new Sample();
            sample.caller = "thread " + thread;
            var row = sample.settleOk(store);
            assertThat(store.queries().call(sample.key.callId())).containsExactly(row);
            var mine = new CallsQuery(Sample.NOON, Sample.NOON.plusSeconds(1), Map.of(Column.CALLER, List.of(sample.caller)),
                    100, Optional.empty());
            assertThat(store.queries().calls(mine).rows()).hasSize(at + 1);
        }
        return null;
    }

    private void assertBalanced() {
        var now = store.queries().completeness();
        assertThat(now.accepted()).isEqualTo(now.inFlight() + now.settled() + now.expired());
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static void assertUnrecordable(Runnable work, Sample sample) {
        assertThatThrownBy(work::run).hasMessage("attempt " + sample.key + " was recorded before").isInstanceOfSatisfying(
                LedgerException.class, failure -> assertThat(failure.code()).isEqualTo(LedgerException.Code.UNRECORDABLE));
    }
}
