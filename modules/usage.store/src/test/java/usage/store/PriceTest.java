package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What attempts cost.
class PriceTest {

    private static final Price PLAIN = Sample.price("gpt-x", "0.25", "2.00", "USD", "2026-01-01T00:00:00Z");
    private static final Price IN_PARTS = new Price("openai", "gpt-x", new BigDecimal("1"), Optional.of(new BigDecimal("0.1")),
            Optional.of(new BigDecimal("1.25")), Optional.of(new BigDecimal("4")), Optional.of(new BigDecimal("8")),
            Optional.of(new BigDecimal("0.01")), "USD", Instant.EPOCH);

    @TempDir
    private Path directory;

    @Test
    void inputAndOutputAreChargedPerMillion() {
        assertThat(costOf(Sample.tokens(1_000_000, 500_000), PLAIN)).hasValue(new Cost(new BigDecimal("1.25"), "USD"));
    }

    @Test
    void partsAreChargedAtTheirOwnPriceAndNotAgainWithTheWhole() {
        var tokens = tokens(1_000_000, 400_000, 100_000, 1_000_000, 250_000);
        // 0.5 plain + 0.04 cached + 0.125 written + 3 plain output + 2 reasoning + 0.01 for the request
        assertThat(costOf(tokens, IN_PARTS)).hasValue(new Cost(new BigDecimal("5.675"), "USD"));
    }

    @Test
    void partsWithoutAPriceOfTheirOwnCostAsMuchAsTheWhole() {
        assertThat(costOf(tokens(1_000_000, 400_000, 100_000, 500_000, 250_000), PLAIN))
                .isEqualTo(costOf(Sample.tokens(1_000_000, 500_000), PLAIN));
    }

    @Test
    void partsThatNobodyCountedAreChargedWithTheWhole() {
        assertThat(costOf(Sample.tokens(1_000_000, 1_000_000), IN_PARTS)).hasValue(new Cost(new BigDecimal("5.01"), "USD"));
    }

    @Test
    void partsThatAreMoreThanTheWholeDoNotMakeTheCostNegative() {
        assertThat(costOf(tokens(10, 1_000_000, 1_000_000, 0, 0), IN_PARTS)).hasValue(new Cost(new BigDecimal("1.36"), "USD"));
    }

    @Test
    void aWholeThatIsNotKnownLeavesTheCostUnknown() {
        assertThat(costOf(tokens(OptionalLong.of(5), OptionalLong.empty()), PLAIN)).isEmpty();
        assertThat(costOf(tokens(OptionalLong.empty(), OptionalLong.of(5)), PLAIN)).isEmpty();
    }

    @Test
    void aModelWithoutOutputNeedsNoOutputCount() {
        var embeddings = new Price("openai", "gpt-x", new BigDecimal("0.02"), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), "USD", Instant.EPOCH);
        assertThat(costOf(tokens(OptionalLong.of(1_000_000), OptionalLong.empty()), embeddings))
                .hasValue(new Cost(new BigDecimal("0.02"), "USD"));
    }

    @Test
    void aPriceOfZeroCostsZeroAndIsNotUnpriced() {
        var free = Sample.price("gpt-x", "0", "0", "EUR", "2026-01-01T00:00:00Z");
        assertThat(costOf(Sample.tokens(7, 7), free)).hasValue(new Cost(BigDecimal.ZERO, "EUR"));
        assertThat(costOf(Tokens.UNKNOWN, free)).hasValue(new Cost(BigDecimal.ZERO, "EUR"));
        try (var store = Sample.store(directory)) {
            var result = store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst();
            assertThat(result.unpriced()).isZero();
            assertThat(result.cost()).containsExactly(new Cost(BigDecimal.ZERO, "EUR"));
        }
    }

    @Test
    void aModelWithoutAPriceHasNoCostAndCountsAsUnpriced() {
        try (var store = Sample.store(directory, Sample.price("other", "1", "1", "USD", "2026-01-01T00:00:00Z"))) {
            var row = new Sample().settleOk(store);
            assertThat(row.cost()).isEmpty();
            assertThat(row.priceId()).isEmpty();
            var result = store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst();
            assertThat(result.unpriced()).isEqualTo(1);
            assertThat(result.cost()).isEmpty();
        }
    }

    @Test
    void whatWasNotSentHasNoCostAndIsNotUnpriced() {
        try (var store = Sample.store(directory, PLAIN)) {
            var refused = new Sample();
            refused.settle(store, refused.ended(Status.REFUSED, ErrorType.LIMIT));
            var unreachable = new Sample();
            var row = unreachable.settle(store, unreachable.ended(Status.FAILED, ErrorType.CONNECT));
            assertThat(row.cost()).isEmpty();
            assertThat(store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst().unpriced()).isZero();
        }
    }

    @Test
    void thePriceIsTheLatestThatHeldWhenTheCallWasAccepted() {
        var later = Sample.price("gpt-x", "1", "1", "USD", "2026-03-01T12:00:00Z");
        try (var store = Sample.store(directory, later, PLAIN)) {
            var before = Sample.at(Sample.NOON.minusNanos(1000)).settleOk(store);
            var from = Sample.at(Sample.NOON).settleOk(store);
            var tooEarly = Sample.at(Instant.parse("2025-12-31T23:59:59Z")).settleOk(store);
            assertThat(before.cost()).hasValue(new Cost(new BigDecimal("0.00065"), "USD"));
            assertThat(from.cost()).hasValue(new Cost(new BigDecimal("0.0012"), "USD"));
            assertThat(before.priceId()).isPresent().isNotEqualTo(from.priceId());
            assertThat(tooEarly.cost()).isEmpty();
        }
    }

    @Test
    void theTargetModelsPriceGoesBeforeTheAnsweringModels() {
        var answering = Sample.price("gpt-x-2026", "1", "1", "EUR", "2026-01-01T00:00:00Z");
        assertThat(costOf(Sample.tokens(1_000_000, 0), PLAIN, answering)).hasValue(new Cost(new BigDecimal("0.25"), "USD"));
        assertThat(costOf(Sample.tokens(1_000_000, 0), answering)).hasValue(new Cost(BigDecimal.ONE, "EUR"));
    }

    @Test
    void sumsAreKeptPerCurrency() {
        var euros = Sample.price("mistral", "1", "1", "EUR", "2026-01-01T00:00:00Z");
        try (var store = Sample.store(directory, PLAIN, euros)) {
            new Sample().settleOk(store);
            new Sample().settleOk(store);
            var other = new Sample();
            other.model = Optional.of("mistral");
            other.settleOk(store);
            assertThat(store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst().cost()).containsExactly(
                    new Cost(new BigDecimal("0.0012"), "EUR"), new Cost(new BigDecimal("0.0013"), "USD"));
        }
    }

    @Test
    void theSameContentHasTheSameIdHoweverItIsWritten() {
        var written = Sample.price("gpt-x", "0.250", "2", "USD", "2026-01-01T00:00:00Z");
        try (var store = Sample.store(directory, PLAIN, written)) {
            assertThat(new Sample().settleOk(store).priceId()).hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{64}"));
        }
    }

    @Test
    void twoPricesOfOneModelFromOneMomentAreAnError() {
        var other = Sample.price("gpt-x", "0.26", "2", "USD", "2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> Sample.store(directory, PLAIN, other)).isInstanceOf(LedgerException.class)
                .hasMessage("two different prices of openai/gpt-x hold from 2026-01-01T00:00:00Z");
    }

    @Test
    void absurdCountsAreChargedAndStored() {
        var dear = Sample.price("gpt-x", "999999999", "999999999", "USD", "2026-01-01T00:00:00Z");
        assertThat(costOf(Sample.tokens(Long.MAX_VALUE, Long.MAX_VALUE), dear)).isPresent();
    }

    @Test
    void aPriceThatMakesNoSenseNamesItselfAndWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sample.price("gpt-x", "-1", "1", "USD", "2026-01-01T00:00:00Z"))
                .withMessageContaining("openai/gpt-x: input");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sample.price("gpt-x", "1", "0.0000000000001", "USD", "2026-01-01T00:00:00Z"))
                .withMessageContaining("openai/gpt-x: output");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sample.price("gpt-x", "1", "1", "dollars", "2026-01-01T00:00:00Z"))
                .withMessageContaining("'dollars'");
    }

    private Optional<Cost> costOf(Tokens tokens, Price... prices) {
        try (var store = Sample.store(directory, prices)) {
            return Sample.tokensOf(tokens).settleOk(store).cost();
        }
    }

    private static Tokens tokens(long input, long cached, long written, long output, long reasoning) {
        return new Tokens(OptionalLong.of(input), OptionalLong.of(cached), OptionalLong.of(written), OptionalLong.of(output),
                OptionalLong.of(reasoning), UsageSource.PROVIDER);
    }

    private static Tokens tokens(OptionalLong input, OptionalLong output) {
        return new Tokens(input, OptionalLong.empty(), OptionalLong.empty(), output, OptionalLong.empty(), UsageSource.PROVIDER);
    }
}
