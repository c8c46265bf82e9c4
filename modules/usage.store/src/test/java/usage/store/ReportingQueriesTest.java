package usage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queries that a person can paste.
class ReportingQueriesTest {

    private static final Path QUERIES = Path.of(System.getProperty("basedir", "."), "../../db/queries");

    @TempDir
    private Path directory;

    @Test
    void everyQuerySaysWhatItIsForAndAnswersWhatItSays() throws IOException, SQLException {
        try (var store = Sample.store(directory, Sample.price("gpt-x", "1", "1", "USD", "2026-01-01T00:00:00Z"))) {
            new Sample().settleOk(store);
            var unpriced = new Sample();
            unpriced.model = Optional.of("other");
            unpriced.settleOk(store);
            var failed = new Sample();
            failed.caller = "curl";
            failed.tokens = Tokens.UNKNOWN;
            failed.settle(store, failed.ended(Status.FAILED, ErrorType.CONNECT));

            // Waits until all is in the table.
            store.queries().call(unpriced.key.callId());
            assertThat(run("usage_by_model.sql")).extracting(row -> row.get("TARGET_MODEL"), row -> row.get("ATTEMPTS"))
                    .containsExactly(tuple("gpt-x", 2L), tuple("other", 1L));
            assertThat(run("usage_by_caller.sql")).extracting(row -> row.get("CALLER"), row -> row.get("FAILED"))
                    .containsExactlyInAnyOrder(tuple("curl", 1L), tuple("vectord.service.rag", 0L),
                            tuple("vectord.service.rag", 0L));
            assertThat(run("failed_attempts.sql")).extracting(row -> row.get("ERROR_TYPE"), row -> row.get("SENT"))
                    .containsExactly(tuple("connect", false));
            assertThat(run("cost_by_day.sql"))
                    .extracting(row -> row.get("UTC_DAY").toString(), row -> row.get("CURRENCY"), row -> row.get("UNPRICED"))
                    .containsExactly(tuple("2026-03-01", "USD", 0L), tuple("2026-03-01", null, 1L));
            assertThat((BigDecimal) run("cost_by_day.sql").getFirst().get("COST")).isEqualByComparingTo("0.0012");
            assertThat(names()).containsExactlyInAnyOrder("usage_by_model.sql", "usage_by_caller.sql", "failed_attempts.sql",
                    "cost_by_day.sql");
        }
    }

    @Test
    void everyQueryIsFoundByItsName() throws IOException {
        assertThat(NamedQuery.all()).extracting(query -> query.name() + ".sql").containsExactlyInAnyOrderElementsOf(names());
        var byModel = NamedQuery.of("usage_by_model");
        assertThat(byModel.sql()).isEqualTo(Files.readString(QUERIES.resolve("usage_by_model.sql")));
        assertThat(byModel.purpose()).startsWith("Usage by provider and model");
        assertThatThrownBy(() -> NamedQuery.of("usage")).isInstanceOf(LedgerException.class)
                .hasMessage("no query is named 'usage'; there are cost_by_day, failed_attempts, usage_by_caller, usage_by_model");
    }

    private List<Map<String, Object>> run(String name) throws IOException, SQLException {
        var text = Files.readString(QUERIES.resolve(name));
        assertThat(text).startsWith("-- ");
        try (var connection = Sample.sql(directory);
                var statement = connection.createStatement();
                var result = statement.executeQuery(text)) {
            var rows = new ArrayList<Map<String, Object>>();
            while (result.next()) {
                var row = new LinkedHashMap<String, Object>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.put(result.getMetaData().getColumnLabel(column), result.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static List<String> names() throws IOException {
        try (var files = Files.list(QUERIES)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
