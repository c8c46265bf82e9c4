package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import usage.store.LedgerException.Code;
import usage.store.SqlValue.Amount;
import usage.store.SqlValue.Flag;
import usage.store.SqlValue.Items;
import usage.store.SqlValue.Missing;
import usage.store.SqlValue.Text;

/// Questions in SQL, answered by the real database.
@Timeout(120)
class SqlTest {

    private static final int CALLS = 300;
    private static final String BURNING = "SELECT COUNT(*) FROM calls a CROSS JOIN calls b CROSS JOIN calls c CROSS JOIN calls d "
            + "WHERE a.latency_ms + b.latency_ms + c.latency_ms + d.latency_ms = 7";

    @TempDir
    private static Path directory;
    private static UsageStore store;
    private static Sample sample;

    @BeforeAll
    static void open() {
        store = Sample.store(directory, Sample.price("gpt-x", "1", "1", "USD", "2026-01-01T00:00:00Z"));
        sample = new Sample();
        sample.settleOk(store);
        IntStream.range(1, CALLS).forEach(at -> {
            var other = new Sample();
            other.caller = "caller " + at;
            other.model = Optional.of("unpriced");
            other.settleOk(store);
        });
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void everyKindOfValueComesOutAsItIs() {
        var table = ask("""
                SELECT call_id, attempt, caller, tags, stream, accepted_at, cost, first_token_at AS "First", error_type,
                       CAST(accepted_at AS DATE) AS day_of, accepted_at - sent_at, CAST(accepted_at AS TIMESTAMP), AVG(1.5) OVER ()
                FROM calls WHERE caller = ?""", new Text(sample.caller));
        assertThat(table.columns()).extracting(SqlTable.Column::name).startsWith("call_id", "attempt", "caller", "tags", "stream",
                "accepted_at", "cost", "First", "error_type", "day_of");
        assertThat(table.columns()).extracting(SqlTable.Column::type).startsWith("uuid", "integer", "character varying");
        assertThat(table.truncated()).isFalse();
        assertThat(table.rows()).singleElement().satisfies(row -> assertThat(row.subList(0, 12)).containsExactly(
                new Text(sample.key.callId().toString()), new Amount(BigDecimal.ONE), new Text(sample.caller),
                new Items(List.of(new Text("nightly"), new Text("eval"))), new Flag(true), new Text("2026-03-01T12:00:00Z"),
                table.rows().getFirst().get(6), new Text("2026-03-01T12:00:00.120Z"), new Missing(), new Text("2026-03-01"),
                table.rows().getFirst().get(10), new Text("2026-03-01T12:00:00Z")));
        assertThat(((Amount) table.rows().getFirst().get(6)).number()).isEqualByComparingTo("0.0012");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '`', value = {"SELECT COUNT(*) FROM calls^300",
        "SELECT COUNT(DISTINCT caller) FILTER (WHERE cost IS NULL) FROM calls^299",
        "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY latency_ms) FROM calls^450",
        "SELECT MAX(n) FROM (SELECT ROW_NUMBER() OVER (ORDER BY caller) AS n FROM calls) x^300",
        "WITH priced AS (SELECT * FROM calls WHERE cost IS NOT NULL) SELECT COUNT(*) FROM priced^1",
        "WITH a(n) AS (SELECT 1), b AS (SELECT n + 1 AS m FROM a) SELECT m FROM b^2",
        "SELECT COUNT(*) FROM calls WHERE 'nightly' = ANY(tags) AND ARRAY_CONTAINS(tags, 'eval') AND tags[1] LIKE 'night%'^300",
        "SELECT CARDINALITY(tags) FROM calls LIMIT 1^2",
        "SELECT COUNT(*) FROM calls WHERE accepted_at >= TIMESTAMP WITH TIME ZONE '2026-03-01 00:00:00Z' AND accepted_at < CURRENT_TIMESTAMP^300",
        "SELECT COUNT(*) FROM calls WHERE accepted_at > CURRENT_TIMESTAMP - INTERVAL '36500' DAY^300",
        "SELECT DATEDIFF(SECOND, accepted_at, DATEADD(HOUR, 1, accepted_at)) FROM calls LIMIT 1^3600",
        "SELECT EXTRACT(YEAR FROM DATE_TRUNC(MONTH, accepted_at)) FROM calls LIMIT 1^2026",
        "SELECT COUNT(*) FROM calls GROUP BY CAST(accepted_at AT TIME ZONE 'UTC' AS DATE) HAVING COUNT(*) > 1^300",
        "SELECT CAST(CAST('2.50' AS DECIMAL(10, 2)) * 2 AS INTEGER)^5",
        "SELECT 1 UNION ALL SELECT 2 ORDER BY 1 DESC FETCH FIRST 1 ROW ONLY^2",
        "SELECT COUNT(*) FROM calls WHERE caller IN ('caller 1', 'caller 2') AND NOT (status <> 'ok')^2",
        "SELECT COALESCE(NULLIF(1, 1), GREATEST(2, 3), ABS(-4))^3", "SELECT LENGTH(TRIM(UPPER(' abc ')))^3",
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM calls WHERE attempt BETWEEN 0 AND 1) THEN 7 ELSE 8 END^7",
        "SELECT COUNT(*) FROM calls a LEFT JOIN calls b ON a.call_id = b.call_id AND b.cost IS NOT NULL WHERE b.call_id IS NULL^299",
        "SELECT SUM(CASE status WHEN 'ok' THEN 1 END) FROM (SELECT * FROM calls) AS x^300",
        "SELECT COUNT(*) FROM calls JOIN (SELECT call_id FROM calls) y USING (call_id)^300"})
    void whatPeopleAskIsAnswered(String sql, String number) {
        assertThat(ask(sql).rows().getFirst().getFirst()).isInstanceOfSatisfying(Amount.class,
                amount -> assertThat(amount.number()).isEqualByComparingTo(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cost_by_day", "failed_attempts", "usage_by_caller", "usage_by_model"})
    void theNamedQueriesMayBeAsked(String name) throws IOException {
        var text = Files.readString(Path.of(System.getProperty("basedir", "."), "../../db/queries", name + ".sql"));
        assertThat(ask(text).columns()).isNotEmpty();
    }

    @Test
    void parametersKeepTheirPlacesAndTheirTypes() {
        assertThat(ask("SELECT ?, COUNT(*) FROM calls WHERE caller = ANY(?) AND stream = ? AND attempt = ? OFFSET ? LIMIT ?",
                new Text("x"),
                new Items(List.of(new Text("caller 1"), new Text("caller 2"))), new Flag(true), new Amount(BigDecimal.ONE),
                new Amount(BigDecimal.ZERO), new Amount(BigDecimal.TEN)).rows())
                .containsExactly(List.of(new Text("x"), new Amount(BigDecimal.TWO)));
        assertThat(ask("SELECT COUNT(*) FROM calls WHERE call_id = ? AND accepted_at >= ? AND error_type IS NOT DISTINCT FROM ?",
                new Text(sample.key.callId().toString()), new Text("2026-03-01T12:00:00Z"), new Missing()).rows())
                .containsExactly(List.of(new Amount(BigDecimal.ONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls", "usage_hourly", "prices"})
    void everyPublishedViewIsThere(String view) {
        assertThat(ask("SELECT COUNT(*) AS n FROM " + view).rows()).hasSize(1);
    }

    @Test
    void aParameterIsDataWhateverItSays() {
        assertThat(ask("SELECT ?", new Text("x'; DROP VIEW calls; --")).rows())
                .containsExactly(List.of(new Text("x'; DROP VIEW calls; --")));
    }

    @Test
    void aParameterThatCannotBeIsNamed() {
        assertThat(refusal("SELECT ?", new Amount(new BigDecimal("1E999999999"))))
                .hasMessageStartingWith("parameters [0] is a number");
        assertThat(refusal("SELECT ?", new Items(List.of(new Flag(true))))).hasMessageStartingWith("parameters [0] is an array");
        assertThat(refusal("SELECT 1 + ?", new Text("1E99999999"))).hasMessageStartingWith("parameters [0] has a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT nothing FROM calls", "SELECT CURRENT_USER", "SELECT ROWNUM FROM calls", "SELECT seq.NEXTVAL",
        "SELECT caller + 1 FROM calls", "SELECT 1 / 0", "SELECT CAST('x' AS UUID)"})
    void whatTheDatabaseDoesNotUnderstandIsToldWithoutTheStatement(String sql) {
        var refusal = refusal(sql);
        assertThat(refusal.code()).isEqualTo(Code.INVALID_QUERY);
        assertThat(refusal).hasMessageStartingWith("sql cannot be answered: ");
        assertThat(refusal.getMessage()).doesNotContain("SQL statement", "[4");
    }

    @Test
    void moreRowsThanAnAnswerMayHaveAreLeftOutAndItSaysSo() {
        var table = ask("SELECT a.call_id FROM calls a CROSS JOIN calls b");
        assertThat(table.rows()).hasSize(10_000);
        assertThat(table.truncated()).isTrue();
        assertThat(ask("SELECT a.call_id FROM calls a CROSS JOIN calls b LIMIT 10000").truncated()).isFalse();
    }

    @Test
    void whatBurnsTimeIsStoppedAFewAtATimeAndTheNextQuestionIsAnswered() {
        var burning = Stream.of(1, 2).map(at -> CompletableFuture.supplyAsync(SqlTest::burn)).toList();
        LedgerException busy = null;
        while (busy == null) {
            busy = catchThrowableOfType(LedgerException.class, () -> ask("SELECT 1"));
        }
        assertThat(busy.code()).isEqualTo(Code.BUSY);
        assertThat(busy).hasMessageContaining("2 questions are being answered");
        new Sample().settleOk(store);
        assertThat(burning)
                .allSatisfy(future -> assertThat(future.join()).hasMessage("sql took longer than 10.0 s and was stopped"));
        assertThat(ask("SELECT 1").rows()).hasSize(1);
    }

    static List<String> bombs() {
        var doubledText = new StringBuilder("WITH t0 AS (SELECT caller AS s FROM calls)");
        var doubledNumber = new StringBuilder(
                "WITH t0 AS (SELECT CAST(attempt AS DECIMAL(50)) + 12345678901234567890 AS s FROM calls)");
        var doubledFraction = new StringBuilder(
                "WITH t0 AS (SELECT AVG(CAST(attempt AS DOUBLE PRECISION) * 1000000) AS s FROM calls)");
        for (int at = 1; at < 40; at++) {
            doubledText.append(", t%d AS (SELECT s || s AS s FROM t%d)".formatted(at, at - 1));
            doubledNumber.append(", t%d AS (SELECT s * s AS s FROM t%d)".formatted(at, at - 1));
            doubledFraction.append(", t%d AS (SELECT s * s AS s FROM t%d)".formatted(at, at - 1));
        }
        return List.of(doubledText + " SELECT MAX(LENGTH(s)) FROM t39", doubledNumber + " SELECT MAX(s + 1) FROM t39",
                doubledFraction + " SELECT MAX(s + 1) FROM t39", "SELECT ROUND(1.5, 2000000000)", "SELECT TRUNC(1.5, 2000000000)",
                "SELECT MOD(1.5, CAST('1E999999999' AS DOUBLE PRECISION))",
                "SELECT ROUND(CAST('1E-999999999' AS DECIMAL(100)), 2)",
                "SELECT CAST('1E999999999' AS DECIMAL(100))", "SELECT CAST('1E999999999' AS BIGINT)",
                "SELECT CAST('1E99999999' AS DECIMAL(100))", "SELECT CAST('1E-99999999' AS DECIMAL(100, 9))",
                "SELECT CAST('1E-99999999' AS BIGINT)", "SELECT 1 + '1E99999999'", "SELECT 1.0 + '1E-99999999'",
                "SELECT CAST('1E99999999' AS DOUBLE PRECISION)", "SELECT ROUND('1E99999999', 2)", "SELECT 1 + '1E999999999'",
                "SELECT CEIL('1E999999999')", "SELECT ABS('1E999999999') + 1",
                "SELECT DATEADD(YEAR, 999999999999, accepted_at) FROM calls",
                "SELECT LEFT('x', 2000000000)", "SELECT SUBSTRING('x', 1, 2000000000)", "SELECT SQRT('1E999999999')");
    }

    /// Each either has an answer or is refused; none takes the time or the memory of the process.
    @ParameterizedTest
    @MethodSource("bombs")
    void numbersAndTextsThatGrowEndSoon(String sql) {
        long begin = System.nanoTime();
        try {
            ask(sql);
        } catch (LedgerException refused) {
            assertThat(refused.code()).as(refused.getMessage()).isEqualTo(Code.INVALID_QUERY);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void theDatabasesUserForQuestionsIsAnotherAtEveryOpeningAndNobodyKnowsItsPassword() throws SQLException {
        try (var connection = Sample.sql(directory);
                var statement = connection.createStatement();
                var rights = statement.executeQuery(
                        "SELECT GRANTEE, RIGHTS, TABLE_NAME FROM INFORMATION_SCHEMA.RIGHTS ORDER BY TABLE_NAME")) {
            for (var view : List.of("CALLS", "PRICES", "USAGE_HOURLY")) {
                assertThat(rights.next()).isTrue();
                assertThat(rights.getString(1)).isEqualTo("OUTSIDE");
                assertThat(rights.getString(2)).isEqualTo("SELECT");
                assertThat(rights.getString(3)).isEqualTo(view);
            }
            assertThat(rights.next()).isFalse();
        }
    }

    /// Asks until there is a seat.
    private static LedgerException burn() {
        LedgerException refusal;
        do {
            refusal = refusal(BURNING);
        } while (refusal.code() == Code.BUSY);
        return refusal;
    }

    private static SqlTable ask(String sql, SqlValue... parameters) {
        return store.queries().sql(new SqlQuery(sql, List.of(parameters)));
    }

    private static LedgerException refusal(String sql, SqlValue... parameters) {
        return catchThrowableOfType(LedgerException.class, () -> ask(sql, parameters));
    }
}
