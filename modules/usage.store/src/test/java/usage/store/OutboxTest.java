package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What has yet to be told to another system.
class OutboxTest {

    // The ledgers of the samples say that it is a minute past noon.
    private static final Instant ON = Sample.NOON.plusSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void whatWasSentComesInInTheOrderOfItsRowsAndNothingElse() {
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            var later = sample(5);
            later.settleOk(store);
            var earlier = sample(1);
            earlier.settle(store, earlier.ended(Status.CANCELLED, ErrorType.CLIENT_GONE));
            var unsent = sample(2);
            unsent.settle(store, unsent.ended(Status.FAILED, ErrorType.CONNECT));
            var refused = sample(3);
            store.ledger().refuse(refused.intent(), Settlement.refused(ErrorType.LIMIT, 429, ON.plusSeconds(4)));

            assertThat(keys(next(store, 10))).containsExactly(later.key, earlier.key);
            assertThat(keys(next(store, 1))).containsExactly(later.key);
        }
    }

    @Test
    void anAttemptBringsItsRowAndThoseOfItsWholeCall() {
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            var first = sample(1);
            var failed = first.settle(store, first.ended(Status.FAILED, ErrorType.CONNECT));
            var second = new Sample(first.key.callId(), 2);
            second.acceptedAt = ON.plusSeconds(2);
            var ok = second.settleOk(store);

            assertThat(next(store, 10).due()).containsExactly(new Outbox.Due(ok, List.of(failed, ok)));
        }
    }

    @Test
    void itStaysUntilItIsAcknowledgedAlsoOverARestart() {
        var sample = sample(1);
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            sample.settleOk(store);
        }
        try (var store = Sample.store(directory)) {
            var page = next(store, 10);
            assertThat(keys(page)).containsExactly(sample.key);
            assertThat(store.outbox().figures().waiting()).isEqualTo(1);
            store.outbox().acknowledge(page, List.of());
            assertThat(store.outbox().next(10)).isEmpty();
            assertThat(store.outbox().figures().acknowledged()).isEqualTo(1);
        }
        try (var store = Sample.store(directory)) {
            assertThat(store.outbox().next(10)).isEmpty();
            assertThat(store.outbox().figures().waiting()).isZero();
        }
    }

    @Test
    void itIsOnOverARestartSoThatWhatWasInFlightComesInAsLost() {
        var sample = sample(1);
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            store.ledger().open(sample.intent());
        }
        try (var store = Sample.store(directory)) {
            var due = next(store, 10).due();
            assertThat(due).hasSize(1);
            assertThat(due.getFirst().attempt().settlement().status()).isEqualTo(Status.LOST);
        }
    }

    @Test
    void whatIsTurnedOffTakesNothingInAndKeepsWhatItHas() {
        try (var store = Sample.store(directory)) {
            sample(1).settleOk(store);
            caughtUp(store);
            store.outbox().turnOn();
            var between = sample(2);
            between.settleOk(store);
            caughtUp(store);
            store.outbox().turnOff();
            sample(3).settleOk(store);
            caughtUp(store);
            assertThat(keys(next(store, 10))).containsExactly(between.key);
            assertThat(store.outbox().figures().on()).isFalse();
            assertThat(store.outbox().compare(Instant.EPOCH)).isEmpty();
        }
    }

    @Test
    void whatIsAbandonedIsToldOnlyWhereItIsSentAgain() {
        try (var store = Sample.store(directory)) {
            assertThat(store.outbox().abandon()).isFalse();
            store.outbox().turnOn();
            var first = sample(1);
            first.settleOk(store);
            sample(2).settleOk(store);
            store.outbox().acknowledge(next(store, 1), List.of(new Outbox.Rejection(first.key, "400: no")));
            assertThat(store.outbox().abandon()).isTrue();
            assertThat(store.outbox().next(10)).isEmpty();
            assertThat(store.outbox().figures().rejected()).isZero();
            store.outbox().turnOn();
            assertThat(store.outbox().next(10)).isEmpty();
            assertThat(store.outbox().sendAgain(ON, ON.plusSeconds(3))).isEqualTo(2);
        }
    }

    @Test
    void whatIsRejectedIsKeptCountedAndDoesNotWait() {
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            var samples = IntStream.range(0, 3).mapToObj(OutboxTest::sample).toList();
            samples.forEach(sample -> sample.settleOk(store));
            store.outbox().acknowledge(next(store, 10), List.of(new Outbox.Rejection(samples.get(1).key, "400: no")));

            assertThat(store.outbox().next(10)).isEmpty();
            var figures = store.outbox().figures();
            assertThat(figures.acknowledged()).isEqualTo(2);
            assertThat(figures.rejected()).isEqualTo(1);
            var total = total(store);
            assertThat(List.of(total.rows(), total.acknowledged(), total.waiting(), total.rejected())).containsExactly(3L, 2L, 0L,
                    1L);
            assertThat(total.difference()).isEqualTo(1);
            assertThat(total.unexplained()).isZero();
        }
    }

    @Test
    void everyMinuteIsHeldAgainstItsAcknowledgements() {
        try (var store = Sample.store(directory)) {
            sample(-1).settleOk(store);
            caughtUp(store);
            store.outbox().turnOn();
            sample(-2).settleOk(store);
            sample(1).settleOk(store);
            sample(2).settleOk(store);
            sample(61).settleOk(store);
            sample(62).settleOk(store);
            store.outbox().acknowledge(next(store, 4), List.of());

            var comparison = store.outbox().compare(Instant.EPOCH).orElseThrow();

            assertThat(comparison.from()).isEqualTo(ON);
            assertThat(comparison.total()).isEqualTo(new Outbox.Minute(ON, 4, 3, 1, 0));
            assertThat(comparison.minutes()).containsExactly(new Outbox.Minute(ON.plusSeconds(60), 2, 1, 1, 0));
            assertThat(store.outbox().figures().comparison()).contains(comparison);
            assertThat(store.outbox().compare(ON.plusSeconds(60)).orElseThrow().total())
                    .isEqualTo(new Outbox.Minute(ON.plusSeconds(60), 2, 1, 1, 0));
        }
    }

    @Test
    void aRowThatNeverCameInIsADifferenceThatNothingExplains() throws Exception {
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            var lost = sample(1);
            lost.settleOk(store);
            sample(2).settleOk(store);
            try (var connection = Sample.sql(store, directory);
                    var statement = connection.prepareStatement(
                            "DELETE FROM outbox WHERE call_id = ?")) {
                statement.setObject(1, lost.key.callId());
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }
            store.outbox().acknowledge(next(store, 10), List.of());
            assertThat(total(store).unexplained()).isEqualTo(1);
        }
    }

    @Test
    void aRangeIsSentAgainWithoutBeingCountedTwice() {
        try (var store = Sample.store(directory)) {
            var before = sample(-5);
            before.settleOk(store);
            caughtUp(store);
            store.outbox().turnOn();
            var samples = IntStream.range(0, 3).mapToObj(OutboxTest::sample).toList();
            samples.forEach(sample -> sample.settleOk(store));
            store.outbox().acknowledge(next(store, 10), List.of(new Outbox.Rejection(samples.get(2).key, "400: no")));

            assertThat(store.outbox().sendAgain(ON.minusSeconds(5), ON.plusSeconds(1))).isEqualTo(2);
            assertThat(keys(next(store, 10))).containsExactly(before.key, samples.get(0).key);
            store.outbox().acknowledge(next(store, 10), List.of());
            assertThat(total(store)).isEqualTo(new Outbox.Minute(ON, 3, 2, 0, 1));

            assertThat(store.outbox().sendAgain(ON.plusSeconds(1), ON.plusSeconds(3))).isEqualTo(2);
            assertThat(total(store)).isEqualTo(new Outbox.Minute(ON, 3, 2, 1, 0));
            store.outbox().acknowledge(next(store, 10), List.of());
            assertThat(total(store)).isEqualTo(new Outbox.Minute(ON, 3, 3, 0, 0));
            assertThatThrownBy(() -> store.outbox().sendAgain(Instant.MIN, ON)).isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void anAttemptThatWaitsTwiceIsCountedOnceWhateverBecomesOfIt() {
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            var sample = sample(1);
            sample.settleOk(store);
            var rejected = List.of(new Outbox.Rejection(sample.key, "400: no"));
            assertThat(store.outbox().sendAgain(ON, ON.plusSeconds(3))).isEqualTo(1);
            store.outbox().acknowledge(next(store, 1), rejected);
            store.outbox().acknowledge(next(store, 1), rejected);
            assertThat(total(store)).isEqualTo(new Outbox.Minute(ON, 1, 0, 0, 1));

            store.outbox().sendAgain(ON, ON.plusSeconds(3));
            store.outbox().sendAgain(ON, ON.plusSeconds(3));
            store.outbox().acknowledge(next(store, 1), rejected);
            store.outbox().acknowledge(next(store, 1), List.of());
            assertThat(total(store)).isEqualTo(new Outbox.Minute(ON, 1, 1, 0, 0));
            assertThat(store.outbox().figures().rejected()).isZero();
        }
    }

    @Test
    void aLongRangeIsSentAgainWholeAndInOrder() {
        try (var store = Sample.store(directory)) {
            IntStream.range(0, 4100).forEach(at -> Sample.at(Sample.NOON.plusMillis(at / 3)).settleOk(store));
            caughtUp(store);
            store.outbox().turnOn();
            assertThat(store.outbox().sendAgain(Instant.EPOCH, ON)).isEqualTo(4100);
            var seen = new ArrayList<AttemptRow>();
            for (var page = store.outbox().next(1000); page.isPresent(); page = store.outbox().next(1000)) {
                page.get().due().forEach(due -> seen.add(due.attempt()));
                store.outbox().acknowledge(page.get(), List.of());
            }
            assertThat(seen).extracting(row -> row.intent().key()).hasSize(4100).doesNotHaveDuplicates();
            assertThat(seen).extracting(row -> row.intent().acceptedAt()).isSorted();
        }
    }

    /// As after a loss of what was committed last, when the journal puts rows in again.
    @Test
    void whatStandsWhereAnotherAttemptStoodIsNotTakenForTold() throws Exception {
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            var told = sample(1);
            told.settleOk(store);
            var other = sample(2);
            other.settleOk(store);
            var page = next(store, 1);
            assertThat(keys(page)).containsExactly(told.key);
            try (var connection = Sample.sql(store, directory);
                    var delete = connection.prepareStatement("DELETE FROM outbox WHERE call_id = ?");
                    var swap = connection.prepareStatement("UPDATE outbox SET call_id = ?")) {
                delete.setObject(1, other.key.callId());
                delete.executeUpdate();
                swap.setObject(1, other.key.callId());
                assertThat(swap.executeUpdate()).isEqualTo(1);
            }
            store.outbox().acknowledge(page, List.of());
            assertThat(keys(next(store, 10))).containsExactly(other.key);
        }
    }

    @Test
    void whatFailedIsToldUntilSomethingIsAcknowledged() {
        try (var store = Sample.store(directory)) {
            store.outbox().turnOn();
            sample(1).settleOk(store);
            store.outbox().failed("no connection");
            assertThat(store.outbox().figures().trouble()).hasValue("no connection");
            store.outbox().acknowledge(next(store, 10), List.of());
            assertThat(store.outbox().figures().trouble()).isEmpty();
        }
    }

    private static Sample sample(int secondsAfter) {
        return Sample.at(ON.plusSeconds(secondsAfter));
    }

    private static Outbox.Page next(UsageStore store, int most) {
        caughtUp(store);
        return store.outbox().next(most).orElseThrow();
    }

    private static void caughtUp(UsageStore store) {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        do {
            store.outbox().catchUp();
        } while (store.queries().completeness().spooled() > 0 && System.nanoTime() < patience);
        assertThat(store.queries().completeness().spooled()).isZero();
    }

    private static Outbox.Minute total(UsageStore store) {
        return store.outbox().compare(Instant.EPOCH).map(Outbox.Comparison::total).orElseThrow();
    }

    private static List<AttemptKey> keys(Outbox.Page page) {
        return page.due().stream().map(due -> due.attempt().intent().key()).toList();
    }
}
