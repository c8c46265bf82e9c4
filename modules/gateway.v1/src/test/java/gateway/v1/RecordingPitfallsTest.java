package gateway.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Ollama;
import provider.scripted.Reply;
import provider.scripted.Script;

/// Calls that others leave out of their ledger, or have in it twice.
class RecordingPitfallsTest extends Pitfalls {

    private static final Script ENDLESS = call -> Ollama.stream(call, Collections.nCopies(10_000, "word "),
            Duration.ofMillis(2), Reply.End.WELL);
    private static final Map<String, String> SMALL_JOURNAL = Map.of("usage.journal.segment-bytes", "262144",
            "usage.journal.max-bytes", "1048576");

    @TempDir
    private Path spare;

    @ParameterizedTest
    @CsvSource({"/v1/chat,'\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]'",
        "/ai/generate,'\"prompt\":\"one two three\"'"})
    void aClientThatGoesAwayInTheMiddleOfAStreamLeavesARowOfWhatWasSeen(String path, String body) throws Exception {
        provider.follow(ENDLESS);
        var answer = begin(path, "{\"stream\":true," + body + "}");
        answer.body().close();
        provider.received().getFirst().hungUp().get(5, TimeUnit.SECONDS);
        awaitNone("in_flight");

        var row = gateway.rowOf(answer);
        assertThat(row.path("status").asText()).isEqualTo("cancelled");
        assertThat(row.path("error_type").asText()).isEqualTo("client_gone");
        assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
        assertThat(row.path("input_tokens").asLong()).isPositive();
        assertThat(row.path("output_tokens").asLong()).isPositive();
    }

    @Test
    void whatWasUnderWayWhenTheProcessDiedIsLostAndNothingElseIs() throws Exception {
        gateway.post("/v1/chat", CHAT);
        var settled = gateway.rows();
        provider.follow(ENDLESS);
        try (var stream = begin("/v1/chat", STREAM).body()) {
            copy(data, spare);
            assertThat(stream.read()).isPositive();
        }
        gateway.close();
        gateway = TestGateway.start(provider, spare, Map.of());

        var rows = gateway.rows();
        assertThat(rows.getLast()).isEqualTo(settled.getFirst());
        assertThat(rows).hasSize(2).first().satisfies(lost -> {
            assertThat(lost.path("status").asText()).isEqualTo("lost");
            assertThat(lost.path("error_type").asText()).isEqualTo("crash");
        });
    }

    @Test
    void whatWasUnderWayWhenTheServiceWasStoppedIsSettledWithWhatWasSeen() throws Exception {
        provider.follow(ENDLESS);
        begin("/v1/chat", STREAM);
        restart(Map.of());

        assertThat(gateway.rows()).singleElement().satisfies(row -> {
            assertThat(row.path("status").asText()).isEqualTo("failed");
            assertThat(row.path("error_type").asText()).isEqualTo("shutdown");
            assertThat(row.path("usage_source").asText()).isEqualTo("estimated");
            assertThat(row.path("output_tokens").asLong()).isPositive();
        });
    }

    @Test
    @Tag("slow")
    void aJournalThatIsFullTurnsCallsAwayBeforeTheyAreSentAndDropsNone() throws Exception {
        restart(SMALL_JOURNAL);
        var database = DatabaseAway.from(data);
        var tags = String.join(",", Collections.nCopies(16, "t".repeat(64)));
        int answered = 0;
        HttpResponse<String> answer;
        while ((answer = gateway.post("/v1/chat", CHAT, "x-lakehouse-tags", tags)).statusCode() == 200) {
            answered++;
        }
        assertThat(answered).isGreaterThan(100);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("the journal is full");
        assertThat(provider.received()).hasSize(answered);
        database.bringBack();
        awaitNone("spooled");

        assertThat(gateway.post("/v1/chat", CHAT).statusCode()).isEqualTo(200);
        assertThat(results("").getFirst().path("num_model_requests").asInt()).isEqualTo(answered + 1);
    }

    @Test
    void aRowThatTheTableDoesNotTakeHoldsNoOtherUp() throws Exception {
        gateway.rows();
        DatabaseAway.execute(data, "ALTER TABLE attempts ADD CONSTRAINT no_poison CHECK (caller <> 'poison')");
        restart(Map.of());
        for (var caller : List.of("before", "poison", "after")) {
            assertThat(gateway.post("/v1/chat", CHAT, "x-lakehouse-caller", caller).statusCode()).isEqualTo(200);
        }

        assertThat(gateway.rows()).extracting(row -> row.path("caller").asText()).containsExactly("after", "before");
        assertThat(completeness().path("dead_letters").asInt()).isEqualTo(1);
        assertThat(completeness().path("spooled").asInt()).isZero();
        assertThat(Files.readAllLines(data.resolve("usage/dead-letters.tsv"))).singleElement().asString()
                .containsIgnoringCase("no_poison");
    }

    @Test
    void aNulByteOrAnOverlongNameIsStoredEscapedAndCut() {
        provider.follow(call -> Reply.json(200, "{\"model\":\"a\\u0000" + "b".repeat(100_000)
                + "\",\"message\":{\"content\":\"x\"},\"done\":true,\"prompt_eval_count\":3,\"eval_count\":1}"));

        var row = gateway.rowOf(gateway.post("/v1/chat", CHAT, "x-lakehouse-user", "%00" + "z".repeat(2000)));
        assertThat(row.path("status").asText()).isEqualTo("ok");
        assertThat(row.path("response_model").asText()).startsWith("a\\u0000b").hasSize(256);
        assertThat(row.path("end_user").asText()).startsWith("\\u0000z").hasSize(256);
        assertThat(completeness().path("dead_letters").asInt()).isZero();
    }

    /// The database is put back to what it was some calls ago, as one is that has lost its last writes.
    @Test
    void callsThatAreReadFromTheJournalAgainCountOnce() throws IOException {
        gateway.post("/v1/chat", CHAT);
        restart(Map.of());
        gateway.post("/v1/chat", CHAT);
        gateway.close();
        Files.copy(data.resolve("usage/usage.mv.db"), spare.resolve("earlier"));
        gateway = TestGateway.start(provider, data, Map.of());
        gateway.post("/v1/chat", CHAT);
        gateway.post("/v1/chat", "{\"messages\":[]}");
        var rows = gateway.rows();
        var sums = sums();
        gateway.close();
        Files.copy(spare.resolve("earlier"), data.resolve("usage/usage.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        gateway = TestGateway.start(provider, data, Map.of());

        assertThat(gateway.rows()).hasSize(4).isEqualTo(rows);
        assertThat(completeness().path("dead_letters").asInt()).isZero();
        assertThat(sums()).isEqualTo(sums);
        restart(Map.of());
        assertThat(gateway.rows()).isEqualTo(rows);
        assertThat(sums()).isEqualTo(sums);
    }

    private List<JsonNode> sums() {
        return results("group_by=status");
    }

    /// As the operating system has the files at this moment: the same as when the process were killed now.
    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
