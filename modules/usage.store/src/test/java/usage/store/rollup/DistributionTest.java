package usage.store.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usage.store.UsagePage.Percentiles;

class DistributionTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 128, 129, 5000})
    void percentilesAreThoseOfTheSortedDurationsToWithinLessThanOnePercent(int size) {
        var durations = durations(size, size);
        var sorted = durations.stream().sorted().toList();
        var percentiles = of(durations).percentiles();
        assertIsOneOf(sorted, 50, percentiles.p50());
        assertIsOneOf(sorted, 95, percentiles.p95());
        assertIsOneOf(sorted, 99, percentiles.p99());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 128, 129, 5000})
    void whatIsStoredAndReadAgainIsTheSame(int size) {
        var stored = of(durations(size, size)).stored();
        var read = new Distribution();
        read.add(stored.bytes());
        assertThat(read.stored().bytes()).isEqualTo(stored.bytes());
        assertThat(read.percentiles()).isEqualTo(stored.percentiles());
    }

    @Test
    void itMakesNoDifferenceInWhichPartsAndOrderDurationsAreAdded() {
        var durations = durations(3000, 7);
        var whole = of(durations).stored();
        Collections.shuffle(durations, new Random(7));
        var sum = new Distribution();
        for (int at = 0; at < durations.size(); at += 30) {
            sum.add(of(durations.subList(at, at + 30)).stored().bytes());
        }
        assertThat(sum.stored().bytes()).isEqualTo(whole.bytes());
        assertThat(sum.percentiles()).isEqualTo(whole.percentiles());
    }

    @Test
    void nothingHasNoPercentiles() {
        var nothing = new Distribution();
        assertThat(nothing.stored().bytes()).isEmpty();
        assertThat(nothing.percentiles())
                .isEqualTo(new Percentiles(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void theLongestTimeThatTheLedgerCanHoldIsADurationToo() {
        long longest = 400_000_000_000_000L;
        var distribution = of(List.of(0L, longest));
        assertThat(distribution.percentiles().p50()).hasValue(0);
        assertThat(distribution.percentiles().p99().orElseThrow()).isBetween((double) longest, longest * 1.008);
    }

    private static void assertIsOneOf(List<Long> sorted, double percent, OptionalDouble percentile) {
        long exact = sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
        assertThat(percentile.orElseThrow()).isBetween((double) exact, exact < 256 ? exact : exact * 1.008);
    }

    private static Distribution of(List<Long> durations) {
        var distribution = new Distribution();
        durations.forEach(duration -> distribution.add(duration, 1));
        return distribution;
    }

    private static List<Long> durations(int size, int seed) {
        var random = new Random(seed);
        var durations = new ArrayList<Long>();
        for (int at = 0; at < size; at++) {
            durations.add((long) Math.exp(6 + 3 * random.nextGaussian()));
        }
        return durations;
    }
}
