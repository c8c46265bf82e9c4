package usage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The view `prices`: what a row's `price_id` leads to.
class PriceHistoryTest {

    private static final Price FIRST = Sample.price("gpt-x", "0.25", "2.00", "USD", "2026-01-01T00:00:00Z");
    private static final Price SECOND = new Price("openai", "gpt-x", new BigDecimal("0.3"), Optional.of(new BigDecimal("0.03")),
            Optional.of(new BigDecimal("0.4")), Optional.of(new BigDecimal("2.5")), Optional.of(new BigDecimal("3")),
            Optional.of(new BigDecimal("0.000000000001")), "USD", Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path directory;

    @Test
    void everyPriceThatARowNamesIsFoundAlsoWhenTheConfigurationHasForgottenIt() throws SQLException {
        settleBy(FIRST);
        settleBy(SECOND);
        try (var store = Sample.store(directory)) {
            assertThat(store.queries().completeness().settled()).isEqualTo(2);
            assertThat(texts("SELECT COUNT(DISTINCT price_id) FROM calls")).containsExactly("2");
            assertThat(texts("SELECT price_id FROM calls WHERE price_id NOT IN (SELECT price_id FROM prices)")).isEmpty();
            assertThat(texts(
                    "SELECT CONCAT_WS(' ', prices.provider, model, CAST(input_per_million AS REAL), prices.currency, valid_from)"
                            + " FROM prices JOIN calls USING (price_id) WHERE output_per_million = 2"))
                    .singleElement().asString().startsWith("openai gpt-x 0.25 USD 2026-01-01 00:00:00");
        }
    }

    @Test
    void everyPartOfAPriceIsThereAndWhatIsLeftOutIsNull() throws SQLException {
        Sample.store(directory, FIRST, Sample.price("other", "1", "1", "EUR", "2026-01-01T00:00:00Z")).close();
        Sample.store(directory, SECOND).close();
        assertThat(texts("SELECT CONCAT_WS(' ', input_per_million, cached_input_per_million, cache_write_per_million,"
                + " output_per_million, reasoning_per_million, per_request) FROM prices"
                + " WHERE cached_input_per_million IS NOT NULL")).containsExactly("0.300000000000 0.030000000000 0.400000000000"
                        + " 2.500000000000 3.000000000000 0.000000000001");
        assertThat(texts("SELECT model FROM prices WHERE cached_input_per_million IS NULL AND cache_write_per_million IS NULL"
                + " AND reasoning_per_million IS NULL AND per_request IS NULL ORDER BY model"))
                .containsExactly("gpt-x", "other");
    }

    @Test
    void aPriceIsAddedOnceAndNeverChanges() throws SQLException {
        Sample.store(directory, FIRST).close();
        var before = texts("SELECT CONCAT_WS(' ', price_id, first_seen_at) FROM prices");
        var later = InstantSource.fixed(Sample.NOON.plus(Duration.ofDays(1)));
        var written = Sample.price("gpt-x", "0.250", "2", "USD", "2026-01-01T00:00:00Z");
        UsageStore.open(new StoreSettings(directory, List.of(written, FIRST), later))
                .close();
        assertThat(texts("SELECT CONCAT_WS(' ', price_id, first_seen_at) FROM prices")).isEqualTo(before).hasSize(1);
    }

    private void settleBy(Price price) {
        try (var store = Sample.store(directory, price)) {
            new Sample().settleOk(store);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        try (var connection = Sample.sql(directory);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        }
    }
}
