package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every column of the record can be asked for. Two rows differ in all of them.
class ColumnTest {

    private static final AttemptKey ONE = new AttemptKey(UUID.randomUUID(), 1);
    private static final AttemptKey OTHER = new AttemptKey(UUID.randomUUID(), 2);

    @TempDir
    private static Path directory;
    private static UsageStore store;

    @BeforeAll
    static void open() {
        store = Sample.store(directory, price("openai", "gpt-x", "USD"), price("claude", "opus", "EUR"));
        settle(ONE, "one", Operation.CHAT, "openai", "gpt-x", true, Sample.NOON, Status.FAILED, ErrorType.CUT);
        settle(OTHER, "other", Operation.RERANK, "claude", "opus", false, Sample.NOON.plusNanos(1_234_567_000), Status.CANCELLED,
                ErrorType.CLIENT_GONE);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnFiltersByTheValueThatRowsShow(Column column) throws SQLException {
        assertThat(keys(Map.of(column, List.of(shown(column, ONE))))).containsExactly(ONE);
        assertThat(keys(Map.of(column, List.of(shown(column, OTHER))))).containsExactly(OTHER);
        assertThat(keys(Map.of(column, List.of(shown(column, ONE), shown(column, OTHER))))).hasSize(2);
        assertThat(keys(Map.of(column, List.of()))).isEmpty();
    }

    @Test
    void columnsAreThoseOfTheViewInItsOrder() throws SQLException {
        var names = new ArrayList<String>();
        try (var connection = Sample.sql(store, directory);
                var columns = connection.getMetaData().getColumns(null, null, "CALLS", null)) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME").toLowerCase());
            }
        }
        assertThat(Arrays.stream(Column.values()).map(Column::wireName)).containsExactlyElementsOf(names);
        assertThat(names).allSatisfy(name -> assertThat(Column.of(name)).map(Column::wireName).hasValue(name));
        assertThat(Column.of("colour")).isEmpty();
    }

    @Test
    void filtersOnSeveralColumnsMustAllHold() {
        assertThat(keys(Map.of(Column.STATUS, List.of("failed"), Column.PROVIDER, List.of("openai")))).containsExactly(ONE);
        assertThat(keys(Map.of(Column.STATUS, List.of("failed"), Column.PROVIDER, List.of("claude")))).isEmpty();
    }

    @Test
    void aRowIsFoundByEachOfItsTags() {
        assertThat(keys(Map.of(Column.TAGS, List.of("second of one")))).containsExactly(ONE);
        assertThat(keys(Map.of(Column.TAGS, List.of("one", "second of one")))).containsExactly(ONE);
        assertThat(keys(Map.of(Column.TAGS, List.of("both")))).containsExactly(OTHER, ONE);
    }

    @ParameterizedTest
    @CsvSource({"0,499,0", "500,500,1", "501,998,0", "501,,1", ",500,1", ",,2"})
    void latencyHasALeastAndAMost(Long least, Long most, int rows) {
        var selection = new CallsSelection(Sample.NOON, Sample.NOON.plusSeconds(10), Map.of(), optional(least), optional(most));
        assertThat(calls(selection)).hasSize(rows);
    }

    @ParameterizedTest
    @CsvSource({"CALL_ID,1", "ATTEMPT,one", "HTTP_STATUS,5xx", "STREAM,yes", "COST,cheap", "SENT_AT,yesterday",
        "SENT_AT,-1000000000-01-01T00:00:00Z"})
    void aValueThatAColumnCannotHaveIsNamed(Column column, String value) {
        assertThatThrownBy(() -> keys(Map.of(column, List.of(value)))).hasMessageStartingWith(column.wireName())
                .isInstanceOfSatisfying(LedgerException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(LedgerException.Code.INVALID_QUERY));
    }

    private static void settle(AttemptKey key, String name, Operation operation, String provider, String model, boolean stream,
            Instant at, Status status, ErrorType error) {
        var own = Optional.of(name);
        long number = key.attempt();
        store.ledger().open(new Intent(key, new Intent.Identity("request " + name, "group " + name, own, own, own, own),
                new Intent.Who("caller, " + name, own, own, own, List.of(name, "second of " + name, "both")),
                new Intent.What("/v1/" + name, operation, own, Optional.of(provider), own, Optional.of(model), stream), at));
        store.ledger().settle(key, new Settlement(status, Optional.of(error), own, OptionalInt.of(500 + key.attempt()),
                Optional.of(at.plusNanos(1000)), Optional.of(at.plusMillis(100 * number)), at.plusMillis(500 * number),
                new Tokens(OptionalLong.of(number * 100), OptionalLong.of(number * 10), OptionalLong.of(number * 3),
                        OptionalLong.of(number * 50), OptionalLong.of(number * 7),
                        number == 1 ? UsageSource.PROVIDER : UsageSource.ESTIMATED),
                own, own));
    }

    private static Price price(String provider, String model, String currency) {
        return new Price(provider, model, BigDecimal.ONE, Optional.empty(), Optional.empty(), Optional.of(BigDecimal.TEN),
                Optional.empty(), Optional.empty(), currency, Instant.EPOCH);
    }

    /// The value as answers write it.
    private static String shown(Column column, AttemptKey key) throws SQLException {
        try (var connection = Sample.sql(store, directory);
                var statement = connection.prepareStatement(
                        "SELECT " + column.wireName() + " AS shown FROM calls WHERE call_id = ? AND attempt = ?")) {
            statement.setObject(1, key.callId());
            statement.setInt(2, key.attempt());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return shown(column, rows);
            }
        }
    }

    private static String shown(Column column, ResultSet row) throws SQLException {
        return switch (column.kind()) {
            case TAGS -> ((Object[]) row.getArray("shown").getArray())[0].toString();
            case MOMENT -> row.getObject("shown", OffsetDateTime.class).toInstant().toString();
            case FLAG -> Boolean.toString(row.getBoolean("shown"));
            case TEXT, ID, NUMBER, AMOUNT -> row.getString("shown");
        };
    }

    private static List<AttemptKey> keys(Map<Column, List<String>> filters) {
        return calls(new CallsSelection(Sample.NOON, Sample.NOON.plusSeconds(10), filters)).stream()
                .map(row -> row.intent().key()).toList();
    }

    private static List<AttemptRow> calls(CallsSelection selection) {
        return store.queries().calls(new CallsQuery(selection, CallsQuery.Order.NEWEST_FIRST, 10, Optional.empty())).rows();
    }

    private static OptionalLong optional(Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
