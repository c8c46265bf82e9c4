package lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// `lakehouse usage` and `lakehouse usage reprice`, up to the service that they ask.
class UsageCommandTest {

    private static final String PROGRESS = "{\"object\":\"progress\",\"done\":1500,\"total\":3000,"
            + "\"reached\":\"2026-03-01T12:00:00Z\"}\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--by colour|--by: no 'colour'; there are day, hour, provider, model",
        "--where colour=red|--where: no 'colour'; there are provider, model", "--where status|--where: needed is KEY=VALUE",
        "--from yesterday|--from: neither a date", "--to 2026-02-30|--to: neither a date",
        "--from 2026-03-01T00:00:00.5Z|--from: whole seconds",
        "--from 2026-03-02 --to 2026-03-01|--from 2026-03-02T00:00:00Z is not before --to 2026-03-01T00:00:00Z",
        "reprice --to 2026-03-01|Missing required option: '--from=TIME'", "reprice --from soon|--from: neither a date",
        "repice|Unmatched argument"})
    void whatCannotBeAskedIsRefusedByItsName(String words, String message) {
        assertThat(run(("usage " + words + (words.equals("repice") ? "" : " --url http://127.0.0.1:1")).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void repricingExplainsItself() {
        assertThat(run("usage", "reprice", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: lakehouse usage reprice", "--only-unpriced", "--dry-run", "--clear");
    }

    @Test
    void repricingAsksForWhatWasTypedAndTellsHowFarItIsAndWhatItCameTo() {
        var end = "{\"object\":\"reprice\",\"examined\":3000,\"changed\":1200,\"unpriced\":7,\"kept\":0,"
                + "\"before\":[{\"value\":1234.5,\"currency\":\"USD\"}],\"after\":[{\"value\":2,\"currency\":\"EUR\"}]}\n";
        try (var server = ScriptedProvider.start(call -> new Reply.Whole(200, "application/x-ndjson", PROGRESS + end))) {
            assertThat(
                    run("usage", "reprice", "--url", server.uri().toString(), "--key", "secret", "--from", "2026-03-01", "--to",
                            "2026-04-01T00:00:00Z", "--model", "m", "--provider", "p", "--only-unpriced"))
                    .isZero();

            var asked = server.received().getFirst();
            assertThat(asked.path()).isEqualTo("/v1/admin/reprice");
            assertThat(asked.body().toString()).isEqualTo("{\"start_time\":1772323200,\"end_time\":1775001600,"
                    + "\"only_unpriced\":true,\"clear\":false,\"dry_run\":false,\"provider\":\"p\",\"model\":\"m\"}");
            assertThat(asked.header("authorization")).contains("Bearer secret");
        }
        assertThat(err.toString().lines()).containsExactly("1,500 of 3,000");
        assertThat(out.toString().lines()).containsExactly("3,000 attempts looked at, 1,200 changed",
                "7 have no cost: no price is configured, or a count is not known", "cost        before     after",
                "EUR                 2.000000", "USD   1,234.500000");
    }

    @Test
    void aDryRunSaysWhatWouldBe() {
        var end = "{\"object\":\"reprice\",\"examined\":3,\"changed\":1,\"unpriced\":0,\"kept\":2,\"before\":[],\"after\":[]}";
        try (var server = ScriptedProvider.start(call -> new Reply.Whole(200, "application/x-ndjson", end))) {
            assertThat(run("usage", "reprice", "--url", server.uri().toString(), "--from", "2026-03-01", "--dry-run")).isZero();
            assertThat(server.received().getFirst().body().path("dry_run").asBoolean()).isTrue();
        }
        assertThat(out.toString().lines()).containsExactly("3 attempts looked at, 1 would change",
                "2 keep a cost that no price gives them now (--clear takes it away)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"``|the service stopped before the end",
        "{\"object\":\"error\",\"error\":{\"message\":\"the database fails\"}}|the database fails",
        "{\"object\":\"surprise\"}|the service says what is not understood here"})
    void aRepricingThatDoesNotComeToItsEndFailsAndSaysHowFarItCame(String last, String message) {
        try (var server = ScriptedProvider.start(call -> new Reply.Whole(200, "application/x-ndjson", PROGRESS + last))) {
            assertThat(run("usage", "reprice", "--url", server.uri().toString(), "--from", "2026-03-01")).isEqualTo(1);
        }
        assertThat(err.toString()).contains("lakehouse: " + message
                + "; calls since 2026-03-01T12:00:00Z are done, doing it again does the rest");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whoeverMayNotRepriceIsTold() {
        try (var server = ScriptedProvider
                .start(call -> Reply.json(403, "{\"error\":{\"message\":\"lacks the scope 'admin'\"}}"))) {
            assertThat(run("usage", "reprice", "--url", server.uri().toString(), "--from", "2026-03-01")).isEqualTo(2);
        }
        assertThat(err.toString()).contains("lakehouse: lacks the scope 'admin' (--key or LAKEHOUSE_KEY)");
    }

    private int run(String... args) {
        return Lakehouse.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
