package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usage.store.UsageQuery.BucketWidth;
import usage.store.recording.JournaledStore;
import usage.store.rollup.KeyDigest;

/// What happens to rows that are older than they need to be.
class RetentionTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-05T00:00:00Z");
    private static final Instant SINCE = Instant.parse("2026-03-03T12:00:00Z");
    private static final Instant THINNED_UNTIL = Instant.parse("2026-03-03T00:00:00Z");
    private static final Set<Dimension> OF_USERS = Set.of(Dimension.API_KEY_ID, Dimension.END_USER, Dimension.TAGS,
            Dimension.GROUP_ID);
    private static final Duration KEPT = Duration.ofDays(2);

    @TempDir
    private Path directory;
    private Thread upkeep = new Thread();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    /// How far the clock has jumped ahead of the time that has gone by.
    private Duration jumped = Duration.ZERO;
    private JournaledStore store;

    @BeforeEach
    void open() {
        store = JournaledStore.open(new StoreSettings(directory, RandomCalls.PRICES, KEPT, Sample.JOURNAL, now::get),
                () -> now.get().minus(jumped));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rowsThatAreTooOldGoAndEverySumStays() throws SQLException {
        var rows = settleRandomCalls();
        var queries = new ArrayList<UsageQuery>();
        for (var dimension : Dimension.values()) {
            if (dimension != Dimension.GROUP_ID) {
                queries.add(query(START, END, BucketWidth.DAY, List.of(dimension), Map.of()));
                queries.add(query(START, END, BucketWidth.DAY, List.of(Dimension.MODEL, dimension),
                        Map.of(Dimension.CALLER, List.of("curl"))));
                queries.add(query(THINNED_UNTIL, END, BucketWidth.HOUR, List.of(dimension), Map.of()));
            }
            if (!OF_USERS.contains(dimension)) {
                queries.add(query(START.plus(Duration.ofHours(5)), END, BucketWidth.HOUR, List.of(dimension), Map.of()));
            }
        }
        var before = queries.stream().map(store.queries()::usage).toList();
        expire();

        var expired = rows.stream().filter(row -> row.intent().acceptedAt().isBefore(SINCE)).toList();
        assertThat(queries.stream().map(store.queries()::usage).toList()).isEqualTo(before);
        assertThat(number("SELECT COUNT(*) FROM attempts WHERE accepted_at < '2026-03-03 12:00:00Z'")).isZero();
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(rows.size() - expired.size());
        assertThat(number("SELECT SUM(attempts) FROM expired_attempts")).isEqualTo(expired.size());
        assertThat(number("SELECT BIT_XOR_AGG(digest) FROM expired_attempts")).isEqualTo(expired.stream()
                .mapToLong(row -> KeyDigest.of(row.intent().key())).reduce(0, (one, other) -> one ^ other));
        assertFigures(rows.size(), expired.size());
        store.close();
        open();
        assertFigures(rows.size(), expired.size());
        assertThat(queries.stream().map(store.queries()::usage).toList()).isEqualTo(before);
    }

    @Test
    void theDigestOfAKeyIsTheSameInJavaAndInSql() throws SQLException {
        var rows = settleRandomCalls();
        assertThat(number("SELECT BIT_XOR_AGG(" + KeyDigest.SQL + ") FROM attempts")).isEqualTo(
                rows.stream().mapToLong(row -> KeyDigest.of(row.intent().key())).reduce(0, (one, other) -> one ^ other));
    }

    @Test
    void moreRowsThanGoAtOnceGoInSteps() throws SQLException {
        settle(START, 4500);
        settle(END, 1);
        expire();
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(1);
        assertThat(number("SELECT COUNT(*) FROM caller_spans")).isEqualTo(1);
        assertThat(attempts()).isEqualTo(4501);
        assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::settled,
                Completeness::expired, Completeness::rowsSince)
                .containsExactly(4501L, 1L, 4500L, Optional.of(START.plus(Duration.ofHours(1))));
    }

    @ParameterizedTest
    @CsvSource({"1m, , , 2026-03-03T00:00:00Z, 2026-03-03T01:00:00Z, bucket_width 1m",
        "1d, group_id, , 2026-03-01T00:00:00Z, 2026-03-05T00:00:00Z, group_by group_id",
        "1d, , group_id, 2026-03-01T00:00:00Z, 2026-03-05T00:00:00Z, group_id",
        "1h, , , 2026-03-03T00:00:01Z, 2026-03-05T00:00:00Z, start_time 2026-03-03T00:00:01Z",
        "1h, model, caller, 2026-03-03T00:00:00Z, 2026-03-03T11:30:00Z, end_time 2026-03-03T11:30:00Z"})
    void aQuestionThatNeedsRowsOfBeforeIsRefusedAndSaysSinceWhenThereAreAny(String width, String groupBy, String filter,
            Instant start, Instant end, String parameter) {
        settleRandomCalls();
        expire();
        var since = store.queries().completeness().rowsSince().orElseThrow();
        assertThat(since).isBetween(SINCE.minus(Duration.ofHours(3)), SINCE);
        var bucketWidth = List.of(BucketWidth.values()).stream().filter(known -> known.wireName().equals(width)).findFirst();
        List<Dimension> dimensions = groupBy == null ? List.of() : List.of(Dimension.of(groupBy));
        Map<Dimension, List<String>> filters = filter == null ? Map.of() : Map.of(Dimension.of(filter), List.of("group 1"));
        assertThatThrownBy(() -> store.queries().usage(query(start, end, bucketWidth.orElseThrow(), dimensions, filters)))
                .hasMessageStartingWith(parameter + " needs single rows, which are kept since " + since + "; ")
                .isInstanceOfSatisfying(LedgerException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(LedgerException.Code.INVALID_QUERY));
        var later = query(SINCE, SINCE.plus(Duration.ofMinutes(90)), bucketWidth.orElseThrow(), dimensions, filters);
        assertThat(store.queries().usage(later).buckets()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1h, end_user, 2026-03-02T00:00:00Z, 2026-03-05T00:00:00Z, bucket_width 1h",
        "1h, tags, 2026-03-02T00:00:00Z, 2026-03-05T00:00:00Z, bucket_width 1h",
        "1d, api_key_id, 2026-03-02T01:00:00Z, 2026-03-05T00:00:00Z, start_time 2026-03-02T01:00:00Z",
        "1d, end_user, 2026-03-01T00:00:00Z, 2026-03-02T01:00:00Z, end_time 2026-03-02T01:00:00Z"})
    void hoursOfUsersGoWithTheRowsOfTheirDayAndAQuestionForThemIsRefused(String width, String groupBy, Instant start,
            Instant end, String parameter) throws SQLException {
        settleRandomCalls();
        expire();
        var bucketWidth = List.of(BucketWidth.values()).stream().filter(known -> known.wireName().equals(width)).findFirst()
                .orElseThrow();
        assertThatThrownBy(
                () -> store.queries().usage(query(start, end, bucketWidth, List.of(Dimension.of(groupBy)), Map.of())))
                .hasMessageStartingWith(parameter + " with api_key_id, end_user or tags needs single hours of them,"
                        + " which are kept since " + THINNED_UNTIL + "; ")
                .isInstanceOfSatisfying(LedgerException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(LedgerException.Code.INVALID_QUERY));
        assertThat(store.queries().usage(query(start, end, bucketWidth, List.of(Dimension.MODEL), Map.of())).buckets())
                .isNotEmpty();
        for (var table : List.of("rollups", "rollup_signatures")) {
            var details = "SELECT COUNT(*) FROM " + table + " WHERE grain = 'hour' AND level IN ('full', 'users')";
            assertThat(number(details + " AND starts_at < '2026-03-03 00:00:00Z'")).isZero();
            assertThat(number(details)).isPositive();
        }
    }

    @Test
    void aThinningThatWasCutShortIsFinishedByTheNextRun() throws SQLException {
        settle(START, 3);
        settle(END, 1);
        now.set(START.plus(Duration.ofDays(1)));
        store.upkeep().run();
        store.close();
        update("INSERT INTO rollup_horizon VALUES ('2026-03-02 00:00:00Z', '2026-03-01 00:00:00Z', '2026-03-02 00:00:00Z')");
        open();
        store.upkeep().run();
        assertThat(number("SELECT COUNT(*) FROM rollups WHERE grain = 'hour' AND level = 'full'")).isZero();
        assertThat(number("SELECT COUNT(*) FROM rollups WHERE grain = 'hour' AND level = 'core'")).isEqualTo(1);
        assertThat(attempts()).isEqualTo(4);
    }

    @Test
    void nothingGoesThatIsNotOlderThanWhatIsInFlight() throws SQLException {
        settle(START, 1);
        var slow = Sample.at(START.plus(Duration.ofMinutes(30)));
        store.ledger().open(slow.intent());
        expire();
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(1);
        assertThat(store.queries().completeness().rowsSince()).isEmpty();
        store.ledger().settle(slow.key, slow.ok());
        expire();
        assertThat(number("SELECT COUNT(*) FROM attempts")).isZero();
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    void aRemovalThatWasCutShortIsFinishedNextTimeAndNothingCountsTwiceMeanwhile() throws SQLException {
        settle(START, 3);
        settle(END, 1);
        now.set(START.plus(Duration.ofHours(2)));
        store.upkeep().run();
        store.close();
        update("INSERT INTO rollup_horizon VALUES ('2026-03-01 01:00:00Z', '2026-03-01 00:00:00Z', '0001-01-01 00:00:00Z')");
        open();
        assertThat(attempts()).isEqualTo(4);
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(4);
        store.upkeep().run();
        assertThat(attempts()).isEqualTo(4);
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(1);
        assertThat(store.queries().completeness().expired()).isEqualTo(3);
    }

    @Test
    void aRowThatComesForAnHourWhoseRowsAreGoneCountsBesides() {
        settle(START, 3);
        settle(END, 1);
        expire();
        settle(START, 1);
        expire();
        assertThat(attempts()).isEqualTo(5);
        store.close();
        open();
        store.upkeep().run();
        assertThat(attempts()).isEqualTo(5);
    }

    @Test
    void aClockThatJumpsAheadForAWhileRemovesNothing() throws SQLException {
        settle(START, 3);
        go(Duration.ofHours(2));
        jump(Duration.ofDays(4000));
        go(Duration.ofMinutes(2));
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(3);
        jump(Duration.ofDays(-4000));
        settle(now.get().minusSeconds(60), 1);
        go(Duration.ofHours(2));
        assertThat(number("SELECT COUNT(*) FROM rollup_marks WHERE grain = 'hour'")).isEqualTo(2);
        assertThat(store.queries().completeness().rowsSince()).isEmpty();
        go(KEPT);
        assertThat(number("SELECT COUNT(*) FROM attempts")).as("what is old by a clock that is right again").isLessThan(4);
    }

    @Test
    void aClockThatStaysAheadIsBelievedAfterADay() throws SQLException {
        settle(START, 3);
        go(Duration.ofHours(2));
        jump(Duration.ofDays(30));
        go(Duration.ofHours(23));
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(3);
        go(Duration.ofHours(2));
        assertThat(number("SELECT COUNT(*) FROM attempts")).isZero();
    }

    @Test
    void aClockThatIsFarBeyondTheNewestRowAtTheStartIsBelievedAfterADay() throws SQLException {
        settle(START, 3);
        go(Duration.ofHours(2));
        store.close();
        now.set(START.plus(Duration.ofDays(4000)));
        open();
        settle(now.get(), 1);
        go(Duration.ofHours(2));
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(4);
        go(Duration.ofDays(1));
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(1);
    }

    @Test
    void aClockThatJumpsWhileHoursAreRemovedEndsThat() throws SQLException {
        for (int hour = 0; hour < 10; hour++) {
            settle(START.plus(Duration.ofHours(hour)), 1);
        }
        go(Duration.ofHours(12));
        var jumping = new AtomicInteger();
        store.close();
        now.set(START.plus(KEPT).plus(Duration.ofHours(2)));
        store = JournaledStore.open(new StoreSettings(directory, RandomCalls.PRICES, KEPT, Sample.JOURNAL, () -> {
            boolean isWrong = Thread.currentThread() == upkeep && jumping.incrementAndGet() > 3;
            return isWrong ? now.get().plus(Duration.ofDays(4000)) : now.get();
        }), now::get);
        upkeep = Thread.currentThread();
        store.upkeep().run();
        assertThat(number("SELECT COUNT(*) FROM attempts")).isBetween(8L, 9L);
    }

    @Test
    void rowsComeAndAreAskedForWhileOthersGo() throws Exception {
        settle(START, 4000);
        now.set(START.plus(Duration.ofHours(2)));
        store.upkeep().run();
        now.set(END);
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var writing = threads.submit(() -> settle(END, 300));
            var removing = threads.submit(() -> store.upkeep().run());
            do {
                assertThat(attempts()).isBetween(4000L, 4300L);
                var figures = store.queries().completeness();
                assertThat(figures.accepted()).isEqualTo(figures.inFlight() + figures.settled() + figures.expired());
            } while (!removing.isDone() || !writing.isDone());
            removing.get();
            writing.get();
        }
        assertThat(attempts()).isEqualTo(4300);
        assertThat(number("SELECT COUNT(*) FROM attempts")).isEqualTo(300);
    }

    @Test
    void theTableAndTheJournalStayAsLongAsWhatIsKeptHoweverManyDaysGoBy() throws SQLException, IOException {
        for (int day = 0; day < 8; day++) {
            var morning = START.plus(Duration.ofDays(day));
            now.set(morning.plus(Duration.ofHours(12)));
            settle(morning, 1000);
            store.upkeep().run();
            assertThat(number("SELECT COUNT(*) FROM attempts")).isLessThanOrEqualTo(2000);
        }
        assertThat(store.queries().completeness()).extracting(Completeness::accepted, Completeness::expired)
                .containsExactly(8000L, 6000L);
        assertThat(store.queries().usage(query(START, START.plus(Duration.ofDays(8)), BucketWidth.DAY, List.of(), Map.of()))
                .buckets()).hasSize(8).allSatisfy(bucket -> assertThat(bucket.results().getFirst().attempts()).isEqualTo(1000));
        store.close();
        try (var files = Files.list(directory.resolve("journal"))) {
            assertThat(files).hasSizeLessThanOrEqualTo(2);
        }
        assertThat(Files.readAllLines(directory.resolve("manifest.tsv"))).hasSizeGreaterThan(3);
    }

    @Test
    void lessThanADayIsRefused() {
        assertThatThrownBy(
                () -> new StoreSettings(directory, List.of(), Duration.ofHours(23), Sample.JOURNAL, InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("retention must be at least a day: PT23H");
    }

    /// Time goes by, and the clock with it; rows are looked after then.
    private void go(Duration time) {
        now.set(now.get().plus(time));
        store.upkeep().run();
    }

    private void jump(Duration ahead) {
        jumped = jumped.plus(ahead);
        go(ahead);
    }

    private void expire() {
        now.set(SINCE.plus(KEPT).plus(Duration.ofMinutes(10)));
        store.upkeep().run();
    }

    private List<AttemptRow> settleRandomCalls() {
        var calls = new RandomCalls(new Random(11), START, END);
        var rows = new ArrayList<AttemptRow>();
        for (int call = 0; call < 300; call++) {
            calls.next().forEach(attempt -> rows.add(attempt.settle(store)));
        }
        return rows;
    }

    private void settle(Instant acceptedAt, int rows) {
        for (int row = 0; row < rows; row++) {
            Sample.at(acceptedAt.plusMillis(row)).settleOk(store);
        }
    }

    private void assertFigures(int accepted, int expired) {
        assertThat(store.queries().completeness())
                .extracting(Completeness::accepted, Completeness::settled, Completeness::inFlight, Completeness::expired)
                .containsExactly((long) accepted, (long) accepted - expired, 0L, (long) expired);
    }

    private long attempts() {
        return store.queries().usage(query(START, END.plus(Duration.ofDays(1)), BucketWidth.DAY, List.of(), Map.of())).buckets()
                .stream().flatMap(bucket -> bucket.results().stream()).mapToLong(UsagePage.Result::attempts).sum();
    }

    private static UsageQuery query(Instant start, Instant end, BucketWidth width, List<Dimension> groupBy,
            Map<Dimension, List<String>> filters) {
        return new UsageQuery(start, end, width, groupBy, filters, 10_000, Optional.empty());
    }

    private void update(String sql) throws SQLException {
        try (var connection = Sample.sql(directory); var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (var connection = Sample.sql(store, directory);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
