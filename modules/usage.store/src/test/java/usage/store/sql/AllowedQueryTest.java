package usage.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usage.store.LedgerException;
import usage.store.LedgerException.Code;
import usage.store.SqlQuery;
import usage.store.SqlValue;

/// The first wall: what a question may be made of.
@Timeout(60)
class AllowedQueryTest {

    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '`', value = {
        // what a user of the database may do besides reading
        "ALTER USER outside SET PASSWORD 'x'^must be one SELECT", "SET MAX_MEMORY_ROWS 1^must be one SELECT",
        "SELECT 1; ALTER USER sa SET PASSWORD 'x'^must be one SELECT", "SELECT 1;SELECT 2^must be one SELECT",
        "PREPARE TRANSACTION x^understood", "EXPLAIN SELECT 1^must be one SELECT", "SHOW TABLES^must be one SELECT",
        "EXECUTE IMMEDIATE 'x'^must be one SELECT", "CALL 1^understood", "SCRIPT^understood",
        "DELETE FROM calls^must be one SELECT", "INSERT INTO calls SELECT 1^must be one SELECT",
        "SELECT * FROM calls FOR UPDATE^'FOR'", "SELECT * FROM calls FOR UPDATE NOWAIT^'FOR'",
        "SELECT * INTO x FROM calls^'INTO'", "SELECT * INTO TEMP x FROM calls^'",
        "WITH x AS (DELETE FROM calls RETURNING 1) SELECT * FROM x^", "TABLE calls^TableStatement", "VALUES (1)^Values",
        // functions that burn time or memory, read files, reach other databases, or tell what they should not
        "SELECT hash('SHA256', x, 2000000000) FROM calls^function 'hash'", "SELECT secure_rand(400000000)^function 'secure_rand'",
        "SELECT REPEAT('x', 2000000000)^'REPEAT'", "SELECT SPACE(2000000000)^'SPACE'", "SELECT LPAD('x', 2000000000)^'LPAD'",
        "SELECT RPAD('x', 9)^'RPAD'", "SELECT LISTAGG(caller) FROM calls^'LISTAGG'",
        "SELECT LISTAGG(caller, ',') WITHIN GROUP (ORDER BY caller) FROM calls^'LISTAGG'",
        "SELECT GROUP_CONCAT(caller) FROM calls^GroupConcat", "SELECT ARRAY_AGG(caller) FROM calls^'ARRAY_AGG'",
        "SELECT JSON_ARRAYAGG(caller) FROM calls^Json", "SELECT COMPRESS(caller) FROM calls^'COMPRESS'",
        "SELECT FILE_READ('/etc/passwd')^'FILE_READ'", "SELECT FILE_WRITE('x', '/tmp/x')^'FILE_WRITE'",
        "SELECT * FROM CSVREAD('/etc/passwd')^read from", "SELECT CSVWRITE('/tmp/x', 'SELECT 1')^'CSVWRITE'",
        "SELECT * FROM LINK_SCHEMA('a','b','c','d','e','f')^read from",
        "SELECT REGEXP_LIKE(caller, '(a+)+b') FROM calls^'REGEXP_LIKE'",
        "SELECT REGEXP_REPLACE(caller, 'a', 'b') FROM calls^'REGEXP_REPLACE'", "SELECT caller REGEXP '(a+)+b' FROM calls^REGEXP",
        "SELECT caller ~ 'x' FROM calls^RegExp", "SELECT caller SIMILAR TO 'x' FROM calls^SIMILAR_TO",
        "SELECT caller LIKE '%a%a%a%a%' FROM calls^more than 3", "SELECT caller LIKE caller FROM calls^pattern of LIKE",
        "SELECT caller LIKE '%' || caller FROM calls^", "SELECT REPLACE(caller, 'a', 'bbb') FROM calls^'REPLACE'",
        "SELECT SESSION_ID()^'SESSION_ID'", "SELECT DATABASE_PATH()^'DATABASE_PATH'", "SELECT public.hash(1)^'public.hash'",
        "SELECT CANCEL_SESSION(1)^'CANCEL_SESSION'", "SELECT MEMORY_USED()^'MEMORY_USED'", "SELECT RAND()^'RAND'",
        "SELECT ABORT_SESSION(1)^'ABORT_SESSION'", "SELECT {fn HASH('SHA256', 'x')}^'HASH'",
        "SELECT {fn LENGTH('x')}^call a function so",
        "SELECT hash('a','b') OVER () FROM calls^'hash'",
        "SELECT NTH_VALUE(caller, 2) OVER (ORDER BY caller) FROM calls^'NTH_VALUE'",
        "SELECT SUM(attempt) OVER (ORDER BY caller ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM calls^frame",
        "SELECT MEDIAN(attempt) OVER (ORDER BY caller) FROM calls^'MEDIAN'",
        "SELECT COUNT(*) OVER w FROM calls WINDOW w AS (ORDER BY 1)^",
        "SELECT CONVERT(caller, INT) FROM calls^TranscodingFunction",
        "SELECT NEXT VALUE FOR s^NextVal",
        "SELECT @a FROM calls^UserVariable", "SELECT @a := 1^", "SELECT @@version^", "SELECT :name^JdbcNamedParameter",
        "SELECT ?1 FROM calls^number its parameters",
        // tables that are not published
        "SELECT * FROM attempts^read from 'attempts'; there are calls, prices, usage_hourly",
        "SELECT * FROM open_attempts^read from",
        "SELECT * FROM INFORMATION_SCHEMA.USERS^name a schema", "SELECT * FROM \"INFORMATION_SCHEMA\".\"USERS\"^name a schema",
        "SELECT * FROM public.calls^name a schema", "SELECT * FROM usage.public.calls^name a schema",
        "SELECT * FROM DUAL^read from 'DUAL'",
        "SELECT * FROM \"calls\"^read from", "SELECT * FROM SYSTEM_RANGE(1, 2000000000)^read from",
        "SELECT * FROM UNNEST(ARRAY[1]) u^read from",
        "SELECT * FROM TABLE(a INT = (1))^understood", "SELECT * FROM (VALUES (1)) v^read from",
        "SELECT * FROM calls, attempts^read from",
        "SELECT * FROM calls JOIN attempts USING (call_id)^read from", "SELECT * FROM calls, LATERAL (SELECT 1) x^read from",

        "SELECT (SELECT MAX(caller) FROM attempts)^read from",
        "SELECT * FROM calls WHERE EXISTS (SELECT 1 FROM attempts)^read from",
        "SELECT * FROM calls WHERE caller IN (SELECT caller FROM attempts)^read from",
        "SELECT * FROM calls WHERE 1 = ANY (SELECT attempt FROM attempts)^read from",
        "SELECT 1 FROM calls GROUP BY (SELECT 1 FROM attempts)^read from",
        "SELECT 1 FROM calls GROUP BY 1 HAVING 1 = (SELECT 1 FROM attempts)^read from",
        "SELECT 1 FROM calls ORDER BY (SELECT 1 FROM attempts)^read from",
        "SELECT 1 FROM calls LIMIT (SELECT 1 FROM attempts)^understood",
        "SELECT 1 FROM calls OFFSET (SELECT 1 FROM attempts) ROWS^",
        "SELECT COUNT(*) FILTER (WHERE 1 = (SELECT 1 FROM attempts)) FROM calls^read from",
        "SELECT SUM((SELECT 1 FROM attempts)) FROM calls^read from",
        "SELECT RANK() OVER (PARTITION BY (SELECT 1 FROM attempts) ORDER BY 1) FROM calls^read from",
        "SELECT RANK() OVER (ORDER BY (SELECT 1 FROM attempts)) FROM calls^read from",
        "SELECT LAG(1, 1, (SELECT 1 FROM attempts)) OVER (ORDER BY 1) FROM calls^read from",
        "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY (SELECT 1 FROM attempts)) FROM calls^read from",
        "SELECT CASE WHEN TRUE THEN (SELECT 1 FROM attempts) END^read from",
        "SELECT CASE (SELECT 1 FROM attempts) WHEN 1 THEN 2 END^read from",
        "SELECT CASE WHEN FALSE THEN 1 ELSE (SELECT 1 FROM attempts) END^read from",
        "SELECT 1 UNION SELECT 1 FROM attempts^read from",
        "(SELECT 1) EXCEPT (SELECT 1 FROM attempts)^read from", "SELECT ARRAY[(SELECT 1 FROM attempts)]^read from",
        "SELECT tags[(SELECT 1 FROM attempts)] FROM calls^read from",
        "SELECT CAST((SELECT 1 FROM attempts) AS INT)^read from", "SELECT EXTRACT(DAY FROM (SELECT 1 FROM attempts))^read from",
        "SELECT 1 BETWEEN 0 AND (SELECT 1 FROM attempts)^read from", "SELECT (SELECT 1 FROM attempts) IS NULL^read from",
        "SELECT -(SELECT 1 FROM attempts)^read from",
        "SELECT * FROM calls c JOIN calls d ON 1 = (SELECT 1 FROM attempts)^read from",
        "SELECT accepted_at AT TIME ZONE (SELECT 'x' FROM attempts) FROM calls^read from",
        // names that are not what they seem
        "WITH calls AS (SELECT 1) SELECT * FROM calls^there is one already",
        "WITH \"CALLS\" AS (SELECT 1) SELECT * FROM calls^there is one already",
        "WITH a AS (SELECT 1), A AS (SELECT 2) SELECT * FROM a^there is one already",
        "WITH t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT * FROM t^read from 't'",
        "WITH RECURSIVE t(n) AS (SELECT 1) SELECT * FROM t^RECURSIVE",
        "WITH x AS (SELECT 1 FROM attempts) SELECT * FROM x^read from",
        "SELECT * FROM (WITH x AS (SELECT 1 FROM attempts) SELECT * FROM x) y^read from",
        "SELECT 1 FROM x, (WITH x AS (SELECT 1) SELECT * FROM x) y^read from 'x'",
        "SELECT `caller` FROM calls^name", "SELECT \"a\"\"b\" FROM calls^name", "SELECT a.b.caller FROM calls a^schema",
        "SELECT 1 AS \"x\\\"^name", "SELECT caller AS `x` FROM calls^name",
        // text that two readers may read in two ways
        "SELECT $$x$$ FROM calls^name", "SELECT N'x'^quote text", "SELECT E'x'^quote text",
        "SELECT U&'\\0041'^BitwiseAnd",
        "SELECT U&\"c\" FROM calls^BitwiseAnd", "SELECT x'00'^HexValue", "SELECT 0x1F^HexValue",
        "SELECT caller || caller FROM calls^Concat", "SELECT CONCAT(caller, caller) FROM calls^'CONCAT'",
        "SELECT 1 + '1e99999999'^too large an exponent", "SELECT 1e9^write a value so",
        "SELECT 1E-9^write a value so",
        "SELECT /*+ INDEX(x) */ caller FROM calls^written so", "SELECT - -1 FROM calls^",
        "SELECT 'open^understood",
        "SELECT caller::INT FROM calls^", "SELECT TRY_CAST(caller AS INT) FROM calls^cast so",
        "SELECT CAST(caller AS CLOB) FROM calls^cast so",
        "SELECT CAST(caller AS JAVA_OBJECT) FROM calls^cast so", "SELECT CAST(1 AS DECIMAL(100000)) FROM calls^cast so",
        "SELECT CAST(1 AS DECFLOAT)^cast so",
        "SELECT CAST('x' AS JSON)^cast so", "SELECT CAST(1 AS CHAR(1000000))^cast so", "SELECT CAST(1 AS attempts)^cast so",
        "SELECT JSON_OBJECT('a': 1)^Json",
        "SELECT INTERVAL '1' CENTURY^", "SELECT DATE_TRUNC(caller, accepted_at) FROM calls^'caller'",
        // clauses of other dialects, and rare ones
        "SELECT TOP 3 caller FROM calls^'TOP'", "SELECT DISTINCT ON (caller) caller FROM calls^DISTINCT ON",
        "SELECT * FROM calls TABLESAMPLE BERNOULLI (10)^'TABLESAMPLE'",
        "SELECT * FROM calls GROUP BY GROUPING SETS ((caller), (status))^GROUPING SETS",
        "SELECT * FROM calls GROUP BY ROLLUP(caller)^'ROLLUP'",
        "SELECT * FROM calls QUALIFY ROW_NUMBER() OVER (ORDER BY 1) = 1^'QUALIFY'", "SELECT * FROM calls CONNECT BY 1 = 1^",
        "SELECT SQL_CALC_FOUND_ROWS * FROM calls^",
        "SELECT * FROM calls USE INDEX (x)^", "SELECT * FROM calls WITH UR^",
        "SELECT SUBSTRING(caller FROM 1 FOR 2) FROM calls^call a function so",
        "SELECT 1 OFFSET 1 ROW FETCH NEXT 1 ROW WITH TIES^", "^cannot be understood", "   ^cannot be understood",
        "hello^understood", "SELECT FROM WHERE^understood"})
    void whatIsNotAllowedIsRefusedByName(String sql, String reason) {
        var refusal = refusal(sql == null ? "" : sql);
        assertThat(refusal.code()).isEqualTo(Code.INVALID_QUERY);
        assertThat(refusal).hasMessageStartingWith("sql ").hasMessageContaining(reason == null ? "" : reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '`', value = {
        "SELECT CURRENT_USER FROM calls^SELECT \"CURRENT_USER\" FROM \"CALLS\"",
        "SELECT seq.NEXTVAL^SELECT \"SEQ\".\"NEXTVAL\"", "SELECT user, ROWNUM^SELECT \"USER\", \"ROWNUM\"",
        "SELECT _ROWID_ FROM calls^SELECT \"_ROWID_\" FROM \"CALLS\"",
        "select c.caller from CALLS c^SELECT \"C\".\"CALLER\" FROM \"CALLS\" \"C\"",
        "SELECT 1 /* a remark */ FROM calls -- another^SELECT 1 FROM \"CALLS\"",
        "SELECT 1 FROM calls OFFSET ? ROWS FETCH NEXT ? ROWS ONLY^SELECT 1 FROM \"CALLS\" OFFSET ?1 ROWS FETCH NEXT ?2 ROWS ONLY",
        "SELECT 1 FROM calls OFFSET ? LIMIT ?^SELECT 1 FROM \"CALLS\" LIMIT ?2 OFFSET ?1",
        "SELECT 1 AS \"a -- b\";^SELECT 1 AS \"a -- b\"",
        "SELECT * FROM usage_hourly, prices^SELECT * FROM \"USAGE_HOURLY\", \"PRICES\""})
    void whatTheDatabaseReadsWasWrittenAnewWithEveryNameInQuotes(String sql, String text) {
        var values = IntStream.range(0, (int) sql.chars().filter(letter -> letter == '?').count())
                .<SqlValue>mapToObj(at -> new SqlValue.Amount(BigDecimal.ONE)).toList();
        assertThat(AllowedQuery.of(new SqlQuery(sql, values)).text()).isEqualTo(text);
    }

    @Test
    void theNumberOfParametersMustFit() {
        var refusal = catchThrowableOfType(LedgerException.class,
                () -> AllowedQuery.of(new SqlQuery("SELECT ? FROM calls WHERE caller = ?", List.of(new SqlValue.Text("x")))));
        assertThat(refusal).hasMessage("parameters has 1 values, and sql has 2 '?'");
        assertThat(refusal.code()).isEqualTo(Code.INVALID_QUERY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM ?", "SELECT * FROM calls c JOIN ? d ON TRUE",
        "SELECT caller FROM calls ORDER BY caller ?"})
    void aParameterIsNoTable(String sql) {
        assertThat(refusal(sql)).hasMessageStartingWith("sql cannot be understood");
    }

    @Test
    void aTextThatIsTooLongOrNestedTooDeeplyIsRefusedSoon() {
        assertThat(refusal("SELECT " + " ".repeat(AllowedQuery.MOST_CHARACTERS))).hasMessageContaining("longer than 20000");
        assertThat(refusal("SELECT " + "(".repeat(500) + "1" + ")".repeat(500))).hasMessageContaining("parentheses");
        assertThat(refusal("SELECT " + "CASE WHEN ".repeat(1500) + "1")).isNotNull();
        assertThat(refusal("SELECT " + "NOT ".repeat(4000) + "hash(1)")).isNotNull();
    }

    @Test
    void takingApartTakesLittleTimeWhateverTheNesting() {
        for (var hard : Stream
                .of("SELECT %s1%s FROM calls", "SELECT 1 FROM calls WHERE %s1 = 1%s", "SELECT COALESCE%s1%s FROM calls",
                        "SELECT * FROM %scalls%s")
                .toList()) {
            long begin = System.nanoTime();
            catchThrowableOfType(LedgerException.class,
                    () -> AllowedQuery.of(new SqlQuery(hard.formatted("(".repeat(20), ")".repeat(20)), List.of())));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(hard).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static LedgerException refusal(String sql) {
        var refusal = catchThrowableOfType(LedgerException.class, () -> {
            var allowed = AllowedQuery.of(new SqlQuery(sql, List.of()));
            throw new AssertionError("it passed as: " + allowed.text());
        });
        return refusal;
    }
}
