package lakehouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import provider.scripted.Ollama;
import provider.scripted.ScriptedProvider;
import usage.store.LedgerCopy;

/// Data that earlier versions have left open in this one, and what a later one has left does not.
class FormatsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    static List<Fixture> fixtures() throws IOException {
        return Fixture.all();
    }

    @Test
    void todaysFormatsHaveTheirFixture() {
        assertThat(Fixture.ofToday().zip()).as("make it with FixtureIT, and keep the others").exists();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void dataOfEveryFormatThereWasOpensWithAllThatIsInIt(Fixture fixture) throws Exception {
        fixture.unpack(directory.resolve("data"));
        var expected = fixture.expected();
        try (var sidecar = ScriptedProvider.start(Ollama.answering("x"), "m");
                var service = Launched.serve(directory, Map.of("SIDECAR_URL", sidecar.uri().toString()))) {
            var rows = new HashMap<String, JsonNode>();
            json(service, "/v1/usage/calls?limit=1000").path("data").forEach(row -> rows.put(key(row), row));
            assertThat(expected.path("rows")).extracting(row -> row.path("status").asText()).contains("ok", "failed", "cancelled",
                    "refused", "lost");
            assertThat(expected.path("rows")).as("of which some have a cost").anyMatch(row -> row.path("cost").isNumber());
            assertThat(expected.path("rows")).allSatisfy(row -> assertThat(rows).hasEntrySatisfying(key(row),
                    found -> assertThat(FixtureIT.only(found, fields(row))).isEqualTo(row)));
            assertThat(expected.path("in_flight")).isNotEmpty().allSatisfy(call -> assertThat(rows)
                    .hasEntrySatisfying(call.asText() + "/1", row -> assertThat(row.path("status").asText()).isEqualTo("lost")));
            assertThat(rows).hasSize(expected.path("rows").size() + expected.path("in_flight").size());
            assertThat(json(service, "/v1/usage/audit").path("agrees").asBoolean()).isTrue();
            assertThat(json(service, "/vectors/notes").path("documents").asInt()).isEqualTo(expected.path("documents").size());
            for (var document : expected.path("documents").properties()) {
                var found = JSON.readTree(service.post("/vectors/notes/query",
                        "{\"mode\":\"text\",\"text\":" + document.getValue() + "}").body());
                assertThat(found.at("/data/0/id").asText()).isEqualTo(document.getKey());
            }
            assertThat(service.output()).noneMatch(line -> line.contains(" SEVERE "));
        }
    }

    @Test
    void aDirectoryOfANewerFormatIsLeftAlone() throws Exception {
        var data = today();
        Files.writeString(data.resolve("format"), "2\n");
        assertRefused(data + " has format 2, of a newer version; this one knows format 1");
    }

    @Test
    void aCollectionOfANewerFormatIsLeftAlone() throws Exception {
        var data = today();
        var file = data.resolve("vectors/notes/collection.json");
        Files.writeString(file, Files.readString(file).replace("\"format\":1", "\"format\":2"));
        assertRefused("the collection in " + file.getParent() + " has format 2, of a newer version; this one knows format 1");
    }

    @Test
    void aJournalOfANewerFormatIsLeftAlone() throws Exception {
        var data = today();
        try (var files = Files.list(data.resolve("usage/journal"));
                var file = FileChannel.open(files.sorted().findFirst().orElseThrow(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[]{LedgerCopy.JOURNAL_FORMAT + 1}),
                    ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : 7);
        }
        assertRefused(
                "the journal in " + data.resolve("usage/journal") + " has format 3, of a newer version; this one knows format 2");
    }

    @Test
    void aDatabaseOfANewerSchemaIsLeftAlone() throws Exception {
        var data = today();
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("usage/usage") + ";IFEXISTS=TRUE", "sa",
                "");
                var statement = connection.createStatement()) {
            statement.execute("UPDATE \"flyway_schema_history\" SET \"version\" = '99', \"description\" = 'of tomorrow' WHERE "
                    + "\"version\" = '" + LedgerCopy.SCHEMA + "'");
        }
        assertRefused(
                "the ledger in " + data.resolve("usage")
                        + " has schema 99 (of tomorrow), of a newer version; this one knows schema "
                        + LedgerCopy.SCHEMA);
    }

    private Path today() throws IOException {
        var data = directory.toRealPath().resolve("data");
        Fixture.ofToday().unpack(data);
        return data;
    }

    private void assertRefused(String message) throws Exception {
        try (var service = Launched.run(directory.toRealPath(), Map.of("SIDECAR_URL", "http://127.0.0.1:1"), "serve", "--data",
                "data",
                "--port", "0")) {
            assertThat(service.exit(PATIENCE)).as(service.output().toString()).isEqualTo(2);
            assertThat(service.output()).filteredOn(line -> line.startsWith("lakehouse: ")).singleElement().asString()
                    .endsWith(message);
        }
    }

    /// What was known of a row then.
    private static List<String> fields(JsonNode row) {
        return row.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static String key(JsonNode row) {
        return row.path("call_id").asText() + "/" + row.path("attempt").asInt();
    }

    private static JsonNode json(Launched service, String path) throws Exception {
        return JSON.readTree(service.get(path).body());
    }
}
