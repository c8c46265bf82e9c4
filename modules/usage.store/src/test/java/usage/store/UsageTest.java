package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import usage.store.UsagePage.Bucket;
import usage.store.UsagePage.Percentiles;
import usage.store.UsagePage.Result;
import usage.store.UsageQuery.BucketWidth;

/// Sums over time.
class UsageTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-04T00:00:00Z");

    @TempDir
    private Path directory;
    private UsageStore store;

    @BeforeEach
    void open() {
        store = Sample.store(directory, Sample.price("gpt-x", "1", "1", "USD", "2026-01-01T00:00:00Z"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRowBelongsToTheDayThatItWasAcceptedOnAndTheIntervalIsHalfOpen() {
        for (var moment : List.of("2026-02-28T23:59:59.999999Z", "2026-03-01T00:00:00Z", "2026-03-01T23:59:59.999999Z",
                "2026-03-02T00:00:00Z", "2026-03-03T23:59:59.999999Z", "2026-03-04T00:00:00Z")) {
            Sample.at(Instant.parse(moment)).settleOk(store);
        }
        assertThat(usage(BucketWidth.DAY, 31)).extracting(Bucket::start, Bucket::end, UsageTest::attempts).containsExactly(
                tuple(START, START.plus(Duration.ofDays(1)), 2L),
                tuple(START.plus(Duration.ofDays(1)), START.plus(Duration.ofDays(2)), 1L),
                tuple(START.plus(Duration.ofDays(2)), END, 1L));
    }

    @Test
    void bucketsAreAlignedToUtcAndCutToWhatWasAskedFor() {
        var start = Instant.parse("2026-03-01T10:30:00Z");
        Sample.at(start.minusSeconds(1)).settleOk(store);
        Sample.at(start).settleOk(store);
        Sample.at(Instant.parse("2026-03-01T12:10:00Z")).settleOk(store);
        var query = new UsageQuery(start, Instant.parse("2026-03-01T12:15:00Z"), BucketWidth.HOUR, List.of(), Map.of(), 10,
                Optional.empty());
        var buckets = store.queries().usage(query).buckets();
        assertThat(buckets).extracting(Bucket::start).containsExactly(start, Instant.parse("2026-03-01T11:00:00Z"),
                Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(buckets.getLast().end()).isEqualTo(query.end());
        assertThat(buckets).extracting(UsageTest::attempts).containsExactly(1L, 0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 24, 71, 72, 73, 10_000})
    void totalsDoNotDependOnTheLengthOfPages(int limit) {
        for (int hour = 0; hour < 72; hour += 5) {
            Sample.at(START.plus(Duration.ofMinutes(hour * 60L + 59))).settleOk(store);
        }
        var buckets = usage(BucketWidth.HOUR, limit);
        assertThat(buckets).hasSize(72);
        assertThat(buckets.stream().mapToLong(UsageTest::attempts).sum()).isEqualTo(15);
        assertThat(buckets.stream().flatMap(bucket -> bucket.results().stream()).mapToLong(r -> r.inputTokens().orElseThrow())
                .sum()).isEqualTo(15_000);
    }

    @Test
    void minutesAreBucketsToo() {
        Sample.at(Sample.NOON.plusSeconds(119)).settleOk(store);
        var query = new UsageQuery(Sample.NOON, Sample.NOON.plusSeconds(180), BucketWidth.MINUTE, List.of(), Map.of(), 10,
                Optional.empty());
        assertThat(store.queries().usage(query).buckets()).extracting(UsageTest::attempts).containsExactly(0L, 1L, 0L);
    }

    @ParameterizedTest
    @EnumSource
    void everyDimensionSplitsAndFilters(Dimension dimension) {
        var one = new Sample();
        one.tags = List.of("nightly");
        one.settleOk(store);
        var other = new Sample();
        other.provider = Optional.of("claude");
        other.model = Optional.of("opus");
        other.caller = "vectord.agent";
        other.operation = Operation.EMBEDDINGS;
        other.apiKeyId = Optional.of("server");
        other.endUser = Optional.of("bob");
        other.route = Optional.of("slow");
        other.groupId = "other group";
        other.tags = List.of("adhoc");
        var intent = other.intent();
        var what = intent.what();
        store.ledger().open(new Intent(intent.key(), intent.identity(), intent.who(), new Intent.What("/v1/embeddings",
                what.operation(), what.route(), what.provider(), what.requestedModel(), what.targetModel(), false),
                intent.acceptedAt()));
        store.ledger().settle(other.key, other.ended(Status.CANCELLED, ErrorType.CLIENT_GONE));

        var results = store.queries().usage(Sample.day(dimension)).buckets().getFirst().results();

        assertThat(results).hasSize(2);
        for (var result : results) {
            var key = result.keys().get(dimension).orElseThrow();
            var filtered = new UsageQuery(START, END, BucketWidth.DAY, List.of(), Map.of(dimension, List.of(key)), 31,
                    Optional.empty());
            assertThat(store.queries().usage(filtered).buckets().getFirst().results()).extracting(Result::attempts)
                    .containsExactly(1L);
        }
    }

    @Test
    void aFilterTakesAnyOfItsValuesAndNoneTakesNothing() {
        new Sample().settleOk(store);
        assertThat(attemptsOf(List.of("claude", "openai"))).isEqualTo(1);
        assertThat(attemptsOf(List.of("claude"))).isZero();
        assertThat(attemptsOf(List.of())).isZero();
    }

    @Test
    void whatHasNoKeyIsAGroupOfItsOwn() {
        new Sample().settleOk(store);
        var nobody = new Sample();
        nobody.endUser = Optional.empty();
        nobody.settleOk(store);
        nobody = new Sample();
        nobody.endUser = Optional.empty();
        nobody.settleOk(store);
        var results = store.queries().usage(Sample.day(Dimension.END_USER, Dimension.MODEL)).buckets().getFirst().results();
        assertThat(results).extracting(Result::keys, Result::attempts).containsExactlyInAnyOrder(
                tuple(
                        Map.of(Dimension.END_USER, Optional.of("ada"), Dimension.MODEL, Optional.of("gpt-x")), 1L),
                tuple(
                        Map.of(Dimension.END_USER, Optional.empty(), Dimension.MODEL, Optional.of("gpt-x")), 2L));
    }

    @Test
    void aRowCountsForEachOfItsTagsOnceAndWithoutTagsForNone() {
        for (var tags : List.of(List.of("a", "b", "a"), List.of("b"), List.<String>of())) {
            var sample = new Sample();
            sample.tags = tags;
            sample.settleOk(store);
        }
        var results = store.queries().usage(Sample.day(Dimension.PROVIDER, Dimension.TAGS)).buckets().getFirst().results();
        assertThat(results).extracting(result -> result.keys().get(Dimension.TAGS), Result::attempts, Result::requests)
                .containsExactlyInAnyOrder(tuple(Optional.of("a"), 1L, 1L), tuple(Optional.of("b"), 2L, 2L),
                        tuple(Optional.empty(), 1L, 1L));
        assertThat(results).allSatisfy(result -> assertThat(result.cost()).hasSize(1));

        var filtered = new UsageQuery(START, END, BucketWidth.DAY, List.of(), Map.of(Dimension.TAGS, List.of("a", "b")), 31,
                Optional.empty());
        assertThat(store.queries().usage(filtered).buckets().getFirst().results()).extracting(Result::attempts)
                .containsExactly(2L);
    }

    @Test
    void requestsAreDistinctCallsThatWereSentAndAttemptsAreRows() {
        var callId = UUID.randomUUID();
        var first = new Sample(callId, 1);
        first.tokens = Tokens.UNKNOWN;
        first.settle(store, first.ended(Status.FAILED, ErrorType.PROVIDER_5XX));
        new Sample(callId, 2).settleOk(store);
        var unsent = new Sample();
        unsent.tokens = Tokens.UNKNOWN;
        unsent.settle(store, unsent.ended(Status.FAILED, ErrorType.CONNECT));
        var refused = new Sample(UUID.randomUUID(), 0);
        store.ledger().refuse(refused.intent(), Settlement.refused(ErrorType.LIMIT, 429, Sample.NOON));
        var gone = new Sample();
        gone.tokens = new Tokens(gone.tokens.input(), gone.tokens.cachedInput(), gone.tokens.cacheWrite(), gone.tokens.output(),
                gone.tokens.reasoning(), UsageSource.ESTIMATED);
        gone.settle(store, gone.ended(Status.CANCELLED, ErrorType.CLIENT_GONE));

        var result = store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst();

        assertThat(result.requests()).isEqualTo(2);
        assertThat(result.attempts()).isEqualTo(5);
        assertThat(result.failed()).isEqualTo(2);
        assertThat(result.refused()).isEqualTo(1);
        assertThat(result.cancelled()).isEqualTo(1);
        assertThat(result.lost()).isZero();
        assertThat(result.estimated()).isEqualTo(1);
        assertThat(result.unpriced()).isEqualTo(1);
        assertThat(result.inputTokens()).hasValue(2000);
        assertThat(result.cachedInputTokens()).isEmpty();
    }

    @Test
    void percentilesAreTheLongestOfTheirStepAndLeaveOutWhatWasNotSent() {
        for (int at = 1; at <= 101; at++) {
            var sample = new Sample();
            sample.untilFinished = Duration.ofMillis(at * 10L);
            sample.untilFirstToken = Duration.ofMillis(at);
            sample.settleOk(store);
        }
        var unsent = new Sample();
        unsent.untilFinished = Duration.ofHours(1);
        unsent.settle(store, unsent.ended(Status.REFUSED, ErrorType.LIMIT));
        var result = store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst();
        assertThat(result.latencyMillis()).isEqualTo(percentiles(511, 963, 1003));
        assertThat(result.timeToFirstTokenMillis()).isEqualTo(percentiles(51, 96, 100));
    }

    @Test
    void absurdCountsDoNotMakeSumsOverflow() {
        Sample.tokensOf(Sample.tokens(Long.MAX_VALUE, 1)).settleOk(store);
        Sample.tokensOf(Sample.tokens(Long.MAX_VALUE, 1)).settleOk(store);
        assertThat(store.queries().usage(Sample.day()).buckets().getFirst().results().getFirst().inputTokens())
                .hasValue(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "dXNhZ2V8MQ", "dXNhZ2U", "Y2FsbHN8MXwyfDM", "dXNhZ2V8MTc3MjMyMzIwMQ"})
    void aCursorThatIsNotOneIsNamed(String page) {
        var query = new UsageQuery(START, END, BucketWidth.DAY, List.of(), Map.of(), 31, Optional.of(page));
        assertInvalid(query, "page");
    }

    @Test
    void whatAQueryMayNotAskForIsNamed() {
        assertInvalid(new UsageQuery(START, END, BucketWidth.DAY, List.of(), Map.of(), 10_001, Optional.empty()), "limit");
        assertInvalid(new UsageQuery(Instant.MIN, END, BucketWidth.DAY, List.of(), Map.of(), 1, Optional.empty()), "start_time");
        assertInvalid(new UsageQuery(START, Instant.MAX, BucketWidth.DAY, List.of(), Map.of(), 1, Optional.empty()), "end_time");
        assertThatThrownBy(() -> new UsageQuery(END, START, BucketWidth.DAY, List.of(), Map.of(), 1, Optional.empty()))
                .hasMessageContaining("start_time");
    }

    private void assertInvalid(UsageQuery query, String name) {
        assertThatThrownBy(() -> store.queries().usage(query)).hasMessageStartingWith(name)
                .isInstanceOfSatisfying(LedgerException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(LedgerException.Code.INVALID_QUERY));
    }

    private List<Bucket> usage(BucketWidth width, int limit) {
        var buckets = new ArrayList<Bucket>();
        var page = Optional.<String>empty();
        do {
            var answer = store.queries().usage(new UsageQuery(START, END, width, List.of(), Map.of(), limit, page));
            assertThat(answer.buckets()).hasSizeLessThanOrEqualTo(limit);
            buckets.addAll(answer.buckets());
            page = answer.nextPage();
        } while (page.isPresent());
        return buckets;
    }

    private long attemptsOf(List<String> providers) {
        var query = new UsageQuery(START, END, BucketWidth.DAY, List.of(), Map.of(Dimension.PROVIDER, providers), 31,
                Optional.empty());
        return store.queries().usage(query).buckets().stream().mapToLong(UsageTest::attempts).sum();
    }

    private static long attempts(Bucket bucket) {
        return bucket.results().stream().mapToLong(Result::attempts).sum();
    }

    private static Percentiles percentiles(double p50, double p95, double p99) {
        return new Percentiles(OptionalDouble.of(p50), OptionalDouble.of(p95),
                OptionalDouble.of(p99));
    }
}
