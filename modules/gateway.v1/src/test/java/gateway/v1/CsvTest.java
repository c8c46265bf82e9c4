package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;

/// The ledger for spreadsheets.
class CsvTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    @TempDir
    private static Path data;
    private static ScriptedProvider sidecar;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        sidecar = ScriptedProvider.start(Ollama.answering("yes"), "m");
        gateway = TestGateway.start(sidecar, data, Map.of("prices.0.provider", "ollama", "prices.0.model", "m", "prices.0.input",
                "2", "prices.0.output", "4", "prices.0.currency", "EUR"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        sidecar.close();
    }

    @Test
    void aTableHasEveryColumnOfTheRowAndTheSameValues() throws IOException {
        var answer = gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "quote \" comma, semicolon;", "x-lakehouse-tags",
                "a,b");
        var row = gateway.rowOf(answer);
        var table = csv("/v1/usage/calls/" + row.path("call_id").asText());

        assertThat(table).hasSize(2);
        var header = new ArrayList<String>(List.of("object"));
        header.addAll(table.getFirst());
        assertThat(header).containsExactlyInAnyOrderElementsOf(names(row));
        for (int at = 0; at < table.getFirst().size(); at++) {
            var value = row.path(table.getFirst().get(at));
            var text = value.isNull()
                    ? ""
                    : value.isArray()
                            ? "a,b"
                            : value.isDouble() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText();
            assertThat(table.get(1).get(at)).as(table.getFirst().get(at)).isEqualTo(text);
        }
    }

    @Test
    void whatIsUnknownIsAnEmptyFieldAndLinesEndAsTheStandardSays() {
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "plain");
        var text = get("/v1/usage/calls?caller=plain").body();

        assertThat(text).endsWith("\r\n");
        assertThat(text.split("\r\n")).hasSize(2);
        assertThat(text.split("\r\n")[1]).contains(",plain,,,,,/v1/chat,").doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://evil.example\")", "+1", "-1", "@SUM(A1)"})
    void aTextThatASpreadsheetWouldRunIsDefused(String caller) throws IOException {
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", caller);
        var table = csv("/v1/usage/calls?limit=1");

        assertThat(table.get(1).get(table.getFirst().indexOf("caller"))).isEqualTo("'" + caller);
        assertThat(csv("/v1/usage?group_by=caller").stream().map(row -> row.get(2))).contains("'" + caller)
                .doesNotContain(caller);
    }

    @Test
    void sumsAreThoseOfTheDocumentWithAColumnForEachCurrency() throws IOException {
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "sums");
        gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "sums");
        var result = gateway.getJson("/v1/usage?group_by=caller&caller=sums").at("/data/6/results/0");
        var table = csv("/v1/usage?group_by=caller&caller=sums");

        assertThat(table).hasSize(2);
        var header = table.getFirst();
        var sums = table.get(1);
        assertThat(header).startsWith("start_time", "end_time", "caller", "input_tokens").contains("cost_eur");
        assertThat(sums.get(header.indexOf("num_attempts"))).isEqualTo("2");
        assertThat(sums.get(header.indexOf("cost_eur")))
                .isEqualTo(result.at("/cost/0/value").decimalValue().stripTrailingZeros().toPlainString());
        assertThat(sums.get(header.indexOf("latency_ms_p95"))).isEqualTo(result.at("/latency_ms/p95").asText());
        assertThat(sums.get(header.indexOf("cached_input_tokens"))).isEmpty();
    }

    @Test
    void theNextPageIsNamedInAHeader() throws IOException {
        for (int at = 0; at < 3; at++) {
            gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", "two pages");
        }
        var first = get("/v1/usage/calls?caller=two%20pages&limit=2");
        var link = first.headers().firstValue("link").orElseThrow();
        var next = link.substring(link.indexOf("/v1/"), link.indexOf('>'));

        assertThat(link).contains("rel=\"next\"");
        assertThat(first.body().lines()).hasSize(3);
        var second = get(next);
        assertThat(second.body().lines()).hasSize(2);
        assertThat(second.headers().firstValue("link")).isEmpty();
    }

    @Test
    void withoutRowsThereIsTheHeaderAlone() throws IOException {
        assertThat(csv("/v1/usage/calls?caller=nobody")).singleElement().satisfies(header -> assertThat(header).hasSize(41));
        assertThat(csv("/v1/usage?caller=nobody")).singleElement()
                .satisfies(header -> assertThat(header).contains("num_attempts"));
        assertThat(csv("/v1/usage/in-flight")).singleElement().satisfies(header -> assertThat(header).contains("age_seconds"));
    }

    @Test
    void jsonComesUnlessCsvIsPreferredAndErrorsStayJson() {
        for (var accept : List.of("*/*", "application/json", "text/csv;q=0.1, application/json", "text/html,*/*;q=0.8")) {
            assertThat(gateway.get("/v1/usage/calls?limit=1", "accept", accept).headers().firstValue("content-type"))
                    .as(accept).hasValue("application/json");
        }
        assertThat(get("/v1/usage/calls?colour=red").statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(get("/v1/usage/calls?colour=red")).at("/error/param").asText()).isEqualTo("colour");
    }

    private static HttpResponse<String> get(String path) {
        return gateway.get(path, "accept", "text/csv");
    }

    private static List<List<String>> csv(String path) throws IOException {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
        try (MappingIterator<List<String>> rows = new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .readerForListOf(String.class).with(CsvSchema.emptySchema()).readValues(answer.body())) {
            return rows.readAll();
        }
    }

    private static List<String> names(JsonNode row) {
        return row.properties().stream().map(Map.Entry::getKey).toList();
    }
}
