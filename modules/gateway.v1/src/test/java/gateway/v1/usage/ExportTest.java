package gateway.v1.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usage.store.AttemptKey;
import usage.store.CallsSelection;
import usage.store.Column;
import usage.store.ErrorType;
import usage.store.Intent;
import usage.store.Operation;
import usage.store.Settlement;
import usage.store.StoreSettings;
import usage.store.UsageStore;

/// Exports over pages that are short here.
class ExportTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 107;

    @TempDir
    private static Path directory;
    private static UsageStore store;

    @BeforeAll
    static void fill() {
        store = open("ledger");
        for (int at = 0; at < ROWS; at++) {
            settle(store, NOON.plusSeconds(at / 3), at % 2 == 0 ? "even" : "odd");
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void everyRowOfTheRangeStandsThereOnceTheOldestFirstAndTheEndCountsThem() throws IOException {
        for (int pageLength : List.of(1, 10, ROWS, 1000)) {
            var lines = lines(export(all(), pageLength));
            assertThat(lines).hasSize(ROWS + 1);
            assertThat(lines.getLast()).isEqualTo(Json.object().put("object", "end").put("rows", ROWS));
            var rows = lines.subList(0, ROWS);
            assertThat(rows).extracting(row -> row.path("call_id").asText()).doesNotHaveDuplicates();
            assertThat(rows).extracting(row -> row.path("accepted_at").asText()).isSorted();
        }
    }

    @Test
    void filtersAndTheHalfOpenIntervalHoldHereToo() throws IOException {
        var odd = new CallsSelection(NOON, NOON.plusSeconds(2), Map.of(Column.CALLER, List.of("odd")));
        assertThat(lines(export(odd, 2))).hasSize(3 + 1);
        var nothing = new CallsSelection(NOON.minusSeconds(1), NOON, Map.of());
        assertThat(lines(export(nothing, 2))).containsExactly(Json.object().put("object", "end").put("rows", 0));
    }

    @Test
    void aLedgerThatFailsInTheMiddleDoesNotLookLikeAnEnd() throws IOException {
        var failing = open("failing");
        for (int at = 0; at < 20; at++) {
            settle(failing, NOON.plusSeconds(at), "any");
        }
        var export = new Export(failing.queries(), all(), 5);
        failing.close();
        var out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> export.write(out)).hasMessageContaining("closed");

        var lines = lines(out);
        assertThat(lines).hasSize(5 + 1);
        assertThat(lines.getLast().path("object").asText()).isEqualTo("error");
        assertThat(lines.getLast().at("/error/message").asText()).contains("closed");
    }

    @Test
    void aClientThatGoesAwayEndsIt() {
        var client = new Leaving(30);
        assertThatThrownBy(() -> new Export(store.queries(), all(), 10).write(client)).hasMessage("client gone");
        assertThat(client.lines).isEqualTo(30);
        assertThat(client.tries).isEqualTo(1);
    }

    /// Takes some lines, and no more.
    private static final class Leaving extends OutputStream {

        private final int patience;
        private int lines;
        private int tries;

        Leaving(int patience) {
            this.patience = patience;
        }

        @Override
        public void write(int unit) throws IOException {
            if (lines == patience) {
                tries++;
                throw new IOException("client gone");
            }
            lines += unit == '\n' ? 1 : 0;
        }
    }

    private static CallsSelection all() {
        return new CallsSelection(Instant.EPOCH, NOON.plusSeconds(3600), Map.of());
    }

    private static ByteArrayOutputStream export(CallsSelection selection, int pageLength) throws IOException {
        var out = new ByteArrayOutputStream();
        new Export(store.queries(), selection, pageLength).write(out);
        return out;
    }

    private static List<JsonNode> lines(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).lines().map(ExportTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UsageStore open(String name) {
        return UsageStore.open(new StoreSettings(directory.resolve(name), List.of(), InstantSource.fixed(NOON)));
    }

    private static void settle(UsageStore store, Instant at, String caller) {
        var intent = new Intent(new AttemptKey(UUID.randomUUID(), 0),
                new Intent.Identity("request", "group", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Intent.Who(caller, Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                new Intent.What("/v1/chat", Operation.CHAT, Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(),
                        false),
                at);
        store.ledger().refuse(intent, Settlement.refused(ErrorType.LIMIT, 429, at));
    }
}
