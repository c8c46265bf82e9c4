package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usage.store.UsagePage.Result;
import usage.store.UsageQuery.BucketWidth;
import usage.store.recording.JournaledStore;

/// Usage summed up from roll-ups: the answers are those that the rows give.
class RollUpTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-05T00:00:00Z");

    @TempDir
    private Path directory;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private JournaledStore store;

    @BeforeEach
    void open() {
        store = (JournaledStore) UsageStore
                .open(new StoreSettings(directory, RandomCalls.PRICES, StoreSettings.USUAL_RETENTION, Sample.JOURNAL, now::get));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAreTheSameFromRowsAndFromRollUpsWhateverIsAsked(long seed) throws SQLException {
        var calls = new RandomCalls(new Random(seed), START, END);
        for (int call = 0; call < 300; call++) {
            calls.next().forEach(attempt -> attempt.settle(store));
        }
        var queries = new RandomQueries(new Random(seed), START, END);
        var asked = new ArrayList<UsageQuery>();
        var fromRows = new ArrayList<UsagePage>();
        for (int query = 0; query < 150; query++) {
            asked.add(queries.next());
            fromRows.add(store.queries().usage(asked.getLast()));
        }
        now.set(END.minus(Duration.ofMinutes(90)));
        store.upkeep().run();

        assertThat(marks("hour")).isGreaterThan(70);
        assertThat(marks("day")).isEqualTo(3);
        for (int query = 0; query < asked.size(); query++) {
            var page = store.queries().usage(asked.get(query));
            assertThat(page).as("%s", asked.get(query)).isEqualTo(fromRows.get(query));
            assertThat(page.buckets()).allSatisfy(bucket -> assertThat(bucket.start()).isBefore(bucket.end()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void answersAreWhatOneGetsByGoingThroughAllRows(long seed) {
        var calls = new RandomCalls(new Random(seed), START, END);
        var rows = new ArrayList<AttemptRow>();
        for (int call = 0; call < 200; call++) {
            calls.next().forEach(attempt -> rows.add(attempt.settle(store)));
        }
        now.set(END.minus(Duration.ofMinutes(90)));
        store.upkeep().run();
        var queries = new RandomQueries(new Random(seed), START, END);
        for (int query = 0; query < 100; query++) {
            var asked = queries.next();
            for (var bucket : store.queries().usage(asked).buckets()) {
                assertThat(bucket.results()).map(PlainSums::withoutPercentiles).as("%s in %s", asked, bucket.start())
                        .containsExactlyInAnyOrderElementsOf(new PlainSums(rows, asked).of(bucket.start(), bucket.end()));
            }
        }
    }

    @Test
    void aCallThatFellBackToAnotherModelCountsOnceInEachAndOnceInAll() throws SQLException {
        var calls = new RandomCalls(new Random(6), START, END);
        for (int call = 0; call < 300; call++) {
            calls.next().forEach(attempt -> attempt.settle(store));
        }
        now.set(END.plusSeconds(1));
        store.upkeep().run();
        for (var dimension : List.of(Dimension.MODEL, Dimension.STATUS, Dimension.PROVIDER)) {
            var column = dimension.column().wireName();
            for (var requests : requests(dimension).entrySet()) {
                var condition = requests.getKey().map(name -> " = '" + name + "'").orElse(" IS NULL");
                assertThat(requests.getValue()).as("%s%s", column, condition).isEqualTo(number(
                        "SELECT COUNT(DISTINCT call_id) FROM calls WHERE sent_at IS NOT NULL AND " + column + condition));
            }
        }
        long all = number("SELECT COUNT(DISTINCT call_id) FROM calls WHERE sent_at IS NOT NULL");
        assertThat(results().stream().mapToLong(Result::requests).sum()).isEqualTo(all);
        assertThat(requests(Dimension.MODEL).values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(all);
        assertThat(number("SELECT COUNT(*) FROM rollup_signatures")).isPositive();
    }

    @Test
    void onlyHoursAndDaysThatAreOverAreRolledUp() throws SQLException {
        settleAt("2026-03-01T10:59:59.999999Z", "2026-03-01T11:00:00Z");
        now.set(Instant.parse("2026-03-01T11:59:59.999999Z"));
        store.upkeep().run();
        assertThat(marks("hour")).isEqualTo(1);
        now.set(Instant.parse("2026-03-01T12:00:00Z"));
        store.upkeep().run();
        assertThat(marks("hour")).isEqualTo(2);
        assertThat(marks("day")).isZero();
        now.set(Instant.parse("2026-03-02T00:00:00Z"));
        store.upkeep().run();
        assertThat(marks("day")).isEqualTo(1);
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    void hoursAndDaysWithTheirMarkAreReadFromRollUpsAlone() throws SQLException {
        settleAt("2026-03-01T10:30:00Z", "2026-03-02T10:30:00Z");
        now.set(Instant.parse("2026-03-02T11:30:00Z"));
        store.upkeep().run();
        update("UPDATE rollups SET attempts = CASE grain WHEN 'day' THEN 100 ELSE 10 END");
        assertThat(attempts()).isEqualTo(110);
        update("DELETE FROM rollup_marks WHERE grain = 'day'");
        assertThat(attempts()).isEqualTo(20);
        update("DELETE FROM rollup_marks");
        assertThat(attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T10:00:00Z", "2026-03-01T10:59:59.999999Z", "2026-03-01T11:00:00Z"})
    void aRowThatComesLateIsCountedAtOnceAndRolledUpNext(String moment) throws SQLException {
        settleAt("2026-03-01T10:30:00Z");
        now.set(END);
        store.upkeep().run();
        assertThat(marks("day")).isEqualTo(1);

        settleAt(moment);

        assertThat(marks("day")).isZero();
        assertThat(attempts()).isEqualTo(2);
        store.upkeep().run();
        assertThat(marks("day")).isEqualTo(1);
        assertThat(attempts()).isEqualTo(2);
        assertThat(number("SELECT SUM(num_attempts) FROM usage_hourly")).isEqualTo(2);
    }

    @Test
    void rollUpsThatAreThrownAwayAreMadeAgainFromTheRowsAndAreTheSame() throws SQLException {
        var calls = new RandomCalls(new Random(7), START, END);
        for (int call = 0; call < 200; call++) {
            calls.next().forEach(attempt -> attempt.settle(store));
        }
        now.set(END);
        store.upkeep().run();
        var before = lines();
        store.close();
        try (var connection = Sample.sql(directory); var statement = connection.createStatement()) {
            statement.execute("DELETE FROM rollup_marks");
            statement.execute("UPDATE rollups SET attempts = 77");
            statement.execute("DELETE FROM rollup_signatures");
        }
        open();
        store.upkeep().run();
        assertThat(before).hasSizeGreaterThan(1000);
        assertThat(lines()).isEqualTo(before);
    }

    @Test
    void whatWasRolledUpBeforeIsKnownWhenTheLedgerIsOpenedAgain() throws SQLException {
        settleAt("2026-03-01T10:30:00Z", "2026-03-02T10:30:00Z");
        now.set(Instant.parse("2026-03-02T10:45:00Z"));
        store.upkeep().run();
        store.close();
        open();
        settleAt("2026-03-01T10:40:00Z");
        assertThat(marks("hour")).isZero();
        now.set(END);
        store.upkeep().run();
        assertThat(marks("hour")).isEqualTo(2);
        assertThat(attempts()).isEqualTo(3);
    }

    @Test
    void peopleReadRolledUpHoursAsAView() throws SQLException {
        var priced = Sample.at(Instant.parse("2026-03-01T10:10:00Z"));
        priced.settleOk(store);
        var unpriced = Sample.at(Instant.parse("2026-03-01T10:20:00Z"));
        unpriced.tokens = Tokens.UNKNOWN;
        unpriced.settleOk(store);
        settleAt("2026-03-01T11:10:00Z");
        now.set(Instant.parse("2026-03-01T11:30:00Z"));
        store.upkeep().run();
        assertThat(number("SELECT COUNT(*) FROM usage_hourly")).isEqualTo(2);
        assertThat(number("SELECT COUNT(*) FROM usage_hourly WHERE currency = 'USD' AND cost > 0 AND num_attempts = 1"
                + " AND num_unpriced = 0 AND input_tokens = 1000 AND latency_ms_p50 BETWEEN 450 AND 453"
                + " AND time_to_first_token_ms_p99 = 120 AND num_model_requests = 1 AND target_model = 'gpt-x'"
                + " AND utc_hour = TIMESTAMP WITH TIME ZONE '2026-03-01 10:00:00Z' AND 'eval' = ANY(tags)")).isEqualTo(1);
        assertThat(number("SELECT COUNT(*) FROM usage_hourly WHERE currency IS NULL AND cost IS NULL AND num_unpriced = 1"
                + " AND input_tokens IS NULL")).isEqualTo(1);
    }

    @Test
    void aQuestionAskedWhileRowsComeAndAreRolledUpIsAnsweredAsOfOneMoment() throws Exception {
        now.set(END);
        var begun = new AtomicLong();
        var settled = new AtomicLong();
        var done = new AtomicBoolean();
        // Writing goes on until there was a question, and a run of the upkeep, in the middle of it.
        var asked = new CountDownLatch(1);
        var rolled = new CountDownLatch(1);
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var writing = threads.submit(() -> {
                for (int row = 0; row < 1500 || row < 50_000 && asked.getCount() + rolled.getCount() > 0; row++) {
                    begun.incrementAndGet();
                    Sample.at(START.plus(Duration.ofMinutes(row % 4 * 60L + row % 60))).settleOk(store);
                    settled.incrementAndGet();
                }
                done.set(true);
                return null;
            });
            var rolling = threads.submit(() -> {
                while (!done.get()) {
                    store.upkeep().run();
                    rolled.countDown();
                }
                return null;
            });
            while (!done.get()) {
                long before = settled.get();
                long waiting = store.queries().completeness().spooled();
                long start = System.nanoTime();
                long counted = attempts();
                // Whoever asks waits two seconds for what was settled; where the machine is too slow for that, what was in the
                // table is there.
                boolean isAll = System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2);
                assertThat(counted).isBetween(isAll ? before : before - waiting, begun.get());
                asked.countDown();
            }
            writing.get();
            rolling.get();
            assertThat(asked.getCount() + rolled.getCount()).isZero();
        }
        store.upkeep().run();
        assertThat(attempts()).isEqualTo(begun.get());
        assertThat(marks("hour")).isEqualTo(4);
    }

    private void settleAt(String... moments) {
        for (var moment : moments) {
            Sample.at(Instant.parse(moment)).settleOk(store);
        }
    }

    private long attempts() {
        return results().stream().mapToLong(Result::attempts).sum();
    }

    private Map<Optional<String>, Long> requests(Dimension dimension) {
        return results(dimension).stream()
                .collect(Collectors.groupingBy(result -> result.keys().get(dimension), Collectors.summingLong(Result::requests)));
    }

    private List<Result> results(Dimension... groupBy) {
        var query = new UsageQuery(START, END, BucketWidth.DAY, List.of(groupBy), Map.of(), 31, Optional.empty());
        return store.queries().usage(query).buckets().stream().flatMap(bucket -> bucket.results().stream()).toList();
    }

    private long marks(String grain) throws SQLException {
        return number("SELECT COUNT(*) FROM rollup_marks WHERE grain = '" + grain + "'");
    }

    private long number(String sql) throws SQLException {
        try (var connection = Sample.sql(store, directory);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void update(String sql) throws SQLException {
        try (var connection = Sample.sql(store, directory); var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// All that is in the roll-ups; signatures without their numbers, which say nothing.
    private Set<String> lines() throws SQLException {
        var lines = new HashSet<String>();
        try (var connection = Sample.sql(store, directory); var statement = connection.createStatement()) {
            for (var sql : List.of("SELECT * FROM rollups",
                    "SELECT grain, level, starts_at, calls, provider, target_model, caller,"
                            + " operation, status, api_key_id, end_user, endpoint, route, tags FROM rollup_signatures",
                    "SELECT * FROM rollup_marks")) {
                try (var result = statement.executeQuery(sql)) {
                    while (result.next()) {
                        lines.add(line(result));
                    }
                }
            }
        }
        return lines;
    }

    private static String line(ResultSet result) throws SQLException {
        var line = new StringBuilder();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            line.append(result.getString(column)).append('|');
        }
        return line.toString();
    }
}
