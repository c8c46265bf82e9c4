package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.recording.JournaledStore;

/// Prices that come to be known after the calls.
class RepricingTest {

    private static final Price OLD = Sample.price("gpt-x", "0.25", "2.00", "USD", "2026-01-01T00:00:00Z");
    private static final Price NEW = Sample.price("gpt-x", "1", "1", "EUR", "2026-01-01T00:00:00Z");
    private static final Cost OLD_COST = new Cost(new BigDecimal("0.00065"), "USD");
    private static final Cost NEW_COST = new Cost(new BigDecimal("0.0012"), "EUR");

    @TempDir
    private Path directory;

    @Test
    void anUnknownPriceIsNoCostUntilRepricingKnowsIt() {
        settle(new Sample());
        try (var store = Sample.store(directory, NEW)) {
            assertThat(result(store).unpriced()).isEqualTo(1);
            assertThat(result(store).cost()).isEmpty();

            var report = reprice(store, all());

            assertThat(report).extracting(Repricing.Report::examined, Repricing.Report::total, Repricing.Report::changed,
                    Repricing.Report::unpriced, Repricing.Report::kept).containsExactly(1L, 1L, 1L, 0L, 0L);
            assertThat(report.before()).isEmpty();
            assertThat(report.after()).containsExactly(NEW_COST);
            assertThat(result(store).unpriced()).isZero();
            assertThat(result(store).cost()).containsExactly(NEW_COST);
        }
    }

    @Test
    void aFallbackIsRepricedByItsOwnModelAndSoIsWhatItFellBackFrom() {
        var first = new Sample();
        var second = new Sample(first.key.callId(), 2);
        second.model = Optional.of("opus");
        second.provider = Optional.of("claude");
        settle(first, second);
        var opus = new Price("claude", "opus", BigDecimal.TEN, Optional.empty(), Optional.empty(), Optional.of(BigDecimal.TEN),
                Optional.empty(), Optional.empty(), "EUR", Instant.EPOCH);
        try (var store = Sample.store(directory, NEW, opus)) {
            reprice(store, all());
            assertThat(store.queries().call(first.key.callId())).extracting(AttemptRow::cost)
                    .containsExactly(Optional.of(NEW_COST), Optional.of(new Cost(new BigDecimal("0.012"), "EUR")));
        }
    }

    @Test
    void thePriceIsTheOneThatHeldWhenTheCallWasAccepted() {
        var before = Sample.at(Sample.NOON.minusSeconds(1));
        var from = Sample.at(Sample.NOON);
        settle(before, from);
        try (var store = Sample.store(directory, OLD, Sample.price("gpt-x", "1", "1", "EUR", Sample.NOON.toString()))) {
            reprice(store, all());
            assertThat(row(store, before).cost()).hasValue(OLD_COST);
            assertThat(row(store, from).cost()).hasValue(NEW_COST);
        }
    }

    @Test
    void aPriceOfZeroIsACostOfZeroAndAnUnknownCountIsNone() {
        var unknown = Sample.tokensOf(Tokens.UNKNOWN);
        var known = new Sample();
        known.model = Optional.of("free");
        settle(unknown, known);
        try (var store = Sample.store(directory, NEW, Sample.price("free", "0", "0", "EUR", "2026-01-01T00:00:00Z"))) {
            assertThat(reprice(store, all()).unpriced()).isEqualTo(1);
            assertThat(row(store, unknown).cost()).isEmpty();
            assertThat(row(store, known).cost()).hasValue(new Cost(BigDecimal.ZERO, "EUR"));
            assertThat(result(store).unpriced()).isEqualTo(1);
        }
    }

    @Test
    void nothingOfARowChangesButItsCostAndPrice() {
        var sample = new Sample();
        var old = settle(sample, OLD);
        try (var store = Sample.store(directory, NEW)) {
            reprice(store, all());
            var row = row(store, sample);
            assertThat(row.cost()).hasValue(NEW_COST);
            assertThat(row.priceId()).isPresent().isNotEqualTo(old.priceId());
            assertThat(new AttemptRow(row.intent(), row.settlement(), old.cost(), old.priceId())).isEqualTo(old);
        }
    }

    @Test
    void whatWasNotSentHasNoCostAfterwardsEither() {
        var refused = new Sample();
        try (var store = Sample.store(directory)) {
            refused.settle(store, refused.ended(Status.REFUSED, ErrorType.LIMIT));
        }
        try (var store = Sample.store(directory, NEW)) {
            assertThat(reprice(store, all()).total()).isZero();
            assertThat(row(store, refused).cost()).isEmpty();
        }
    }

    @Test
    void sumsOfBeforeAndAfterAreKeptPerCurrency() {
        var other = new Sample();
        other.model = Optional.of("mistral");
        var mistral = Sample.price("mistral", "1", "1", "EUR", "2026-01-01T00:00:00Z");
        try (var store = Sample.store(directory, OLD, mistral)) {
            new Sample().settleOk(store);
            other.settleOk(store);
        }
        try (var store = Sample.store(directory, NEW, mistral)) {
            var report = reprice(store, all());
            assertThat(report.changed()).isEqualTo(1);
            assertThat(report.before()).containsExactly(NEW_COST, OLD_COST);
            assertThat(report.after()).containsExactly(new Cost(new BigDecimal("0.0024"), "EUR"));
        }
    }

    @Test
    void doneAgainItChangesNothing() {
        settle(new Sample());
        try (var store = Sample.store(directory, NEW)) {
            var first = reprice(store, all());
            var second = reprice(store, all());
            assertThat(first.changed()).isEqualTo(1);
            assertThat(second.changed()).isZero();
            assertThat(second.after()).isEqualTo(first.after());
        }
    }

    @Test
    void aCostThatNoPriceGivesAnyMoreIsKeptUnlessItIsToBeCleared() {
        var sample = new Sample();
        settle(sample, OLD);
        try (var store = Sample.store(directory)) {
            var kept = reprice(store, all());
            assertThat(kept.kept()).isEqualTo(1);
            assertThat(kept.changed()).isZero();
            assertThat(row(store, sample).cost()).hasValue(OLD_COST);

            var cleared = reprice(store, request(Instant.EPOCH, false, true, false));
            assertThat(cleared.changed()).isEqualTo(1);
            assertThat(cleared.unpriced()).isEqualTo(1);
            assertThat(row(store, sample).cost()).isEmpty();
            assertThat(row(store, sample).priceId()).isEmpty();
        }
    }

    @Test
    void aDryRunSaysTheSameAndChangesNothing() {
        var sample = new Sample();
        settle(sample, OLD);
        try (var store = Sample.store(directory, NEW)) {
            var dry = reprice(store, request(Instant.EPOCH, false, false, true));
            assertThat(row(store, sample).cost()).hasValue(OLD_COST);
            assertThat(reprice(store, all())).isEqualTo(dry);
            assertThat(row(store, sample).cost()).hasValue(NEW_COST);
        }
    }

    @Test
    void onlyTheUnpricedAreToldApart() {
        var priced = new Sample();
        var unpriced = new Sample();
        settle(priced, OLD);
        settle(unpriced);
        try (var store = Sample.store(directory, NEW)) {
            assertThat(reprice(store, request(Instant.EPOCH, true, false, false)).examined()).isEqualTo(1);
            assertThat(row(store, priced).cost()).hasValue(OLD_COST);
            assertThat(row(store, unpriced).cost()).hasValue(NEW_COST);
        }
    }

    @Test
    void theRangeIsHalfOpenAndKnowsProvidersAndModels() {
        var early = Sample.at(Sample.NOON.minusNanos(1000));
        var first = Sample.at(Sample.NOON);
        var last = Sample.at(Sample.NOON.plusSeconds(1));
        settle(early, first, last);
        try (var store = Sample.store(directory, NEW)) {
            assertThat(reprice(store, request(Optional.of("claude"), Optional.empty())).examined()).isZero();
            assertThat(reprice(store, request(Optional.of("openai"), Optional.of("opus"))).examined()).isZero();
            assertThat(reprice(store, request(Optional.of("openai"), Optional.of("gpt-x"))).examined()).isEqualTo(1);
            assertThat(row(store, early).cost()).isEmpty();
            assertThat(row(store, first).cost()).hasValue(NEW_COST);
            assertThat(row(store, last).cost()).isEmpty();
        }
    }

    @Test
    void brokenOffBetweenBatchesItIsTakenUpAgainAndCallsAreRecordedMeanwhile() {
        var samples = IntStream.range(0, 2100).mapToObj(at -> Sample.at(Sample.NOON.minusMillis(at / 3))).toArray(Sample[]::new);
        settle(samples);
        try (var store = Sample.store(directory, NEW)) {
            var run = store.repricing().begin(all());
            assertThat(run.advance()).isTrue();
            assertThat(run.report().total()).isEqualTo(2100);
            assertThat(run.report().changed()).isEqualTo(run.report().examined()).isBetween(1L, 2099L);
            var reached = run.report().reached().orElseThrow();
            assertThat(row(store, samples[0]).cost()).hasValue(NEW_COST);
            assertThat(row(store, samples[2099]).cost()).isEmpty();
            assertThat(Sample.at(Sample.NOON.minusSeconds(30)).settleOk(store).cost()).hasValue(NEW_COST);

            var rest = new Repricing.Request(Instant.EPOCH, reached.plusMillis(1), Optional.empty(), Optional.empty(), false,
                    false, false);
            assertThat(run.report().changed() + reprice(store, rest).changed()).isEqualTo(2100);
            assertThat(result(store).unpriced()).isZero();
        }
    }

    @Test
    void sumsThatWereRolledUpFollow() {
        settle(new Sample());
        var later = InstantSource.fixed(Sample.NOON.plus(Duration.ofDays(2)));
        try (var store = (JournaledStore) UsageStore.open(new StoreSettings(directory, List.of(NEW), later))) {
            store.upkeep().run();
            assertThat(result(store).unpriced()).isEqualTo(1);
            reprice(store, all());
            assertThat(result(store).cost()).containsExactly(NEW_COST);
            store.upkeep().run();
            assertThat(result(store).cost()).containsExactly(NEW_COST);
            assertThat(result(store).unpriced()).isZero();
        }
    }

    @Test
    void whatCannotBeAskedIsRefusedByItsName() {
        assertThatThrownBy(() -> request(Instant.MAX, false, false, false)).hasMessageStartingWith("start_time ");
        assertThatThrownBy(() -> request(Instant.EPOCH, true, true, false)).hasMessageStartingWith("clear ");
        try (var store = Sample.store(directory)) {
            assertThatThrownBy(() -> store.repricing().begin(request(Instant.MIN, false, false, false)))
                    .isInstanceOf(LedgerException.class).hasMessageStartingWith("start_time ");
        }
    }

    @Test
    void aLedgerThatIsClosedSaysSo() {
        settle(new Sample());
        var store = Sample.store(directory, NEW);
        var run = store.repricing().begin(all());
        store.close();
        assertThatThrownBy(run::advance).isInstanceOf(LedgerException.class).hasMessageContaining("closed");
        assertThat(run.report().examined()).isZero();
    }

    private AttemptRow settle(Sample sample, Price price) {
        try (var store = Sample.store(directory, price)) {
            return sample.settleOk(store);
        }
    }

    private void settle(Sample... samples) {
        try (var store = Sample.store(directory)) {
            for (var sample : samples) {
                sample.settleOk(store);
            }
        }
    }

    private static Repricing.Report reprice(UsageStore store, Repricing.Request request) {
        var run = store.repricing().begin(request);
        boolean more;
        do {
            more = run.advance();
        } while (more);
        return run.report();
    }

    private static Repricing.Request all() {
        return request(Instant.EPOCH, false, false, false);
    }

    private static Repricing.Request request(Instant start, boolean onlyUnpriced, boolean clear, boolean dryRun) {
        return new Repricing.Request(start, Sample.NOON.plusSeconds(1), Optional.empty(), Optional.empty(), onlyUnpriced, clear,
                dryRun);
    }

    private static Repricing.Request request(Optional<String> provider, Optional<String> model) {
        return new Repricing.Request(Sample.NOON, Sample.NOON.plusSeconds(1), provider, model, false, false, false);
    }

    private static AttemptRow row(UsageStore store, Sample sample) {
        return store.queries().call(sample.key.callId()).getFirst();
    }

    private static UsagePage.Result result(UsageStore store) {
        return store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst();
    }
}
