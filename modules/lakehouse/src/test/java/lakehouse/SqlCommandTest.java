package lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import provider.scripted.Reply;
import provider.scripted.ScriptedProvider;

/// The command `sql`, in front of a service that answers as it is told.
class SqlCommandTest {

    private static final String ANSWER = "{\"object\":\"table\",\"columns\":[{\"name\":\"n\",\"type\":\"integer\"}],\"rows\":[[7]],\"truncated\":false}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aQuestionIsAskedAndItsAnswerPrinted() {
        try (var service = ScriptedProvider.start(call -> Reply.json(200, ANSWER))) {
            assertThat(run("sql", "SELECT 7 AS n", "--url", service.uri().toString(), "--key", "secret-key")).isZero();
            assertThat(out.toString()).isEqualTo("n\n-\n7\n(1 row)\n");
            var received = service.received().getFirst();
            assertThat(received.path()).isEqualTo("/v1/usage/sql");
            assertThat(received.body().path("sql").textValue()).isEqualTo("SELECT 7 AS n");
            assertThat(received.header("authorization")).contains("Bearer secret-key");
        }
    }

    @Test
    void aNamedQuestionIsSentAsItsText() {
        try (var service = ScriptedProvider.start(call -> Reply.json(200, ANSWER))) {
            assertThat(run("sql", "@usage_by_model", "--json", "--url", service.uri().toString())).isZero();
            assertThat(service.received().getFirst().body().path("sql").textValue()).startsWith("-- Usage by provider and model");
            assertThat(out.toString()).contains("\"rows\" : [ [ 7 ] ]");
        }
    }

    @Test
    void csvIsPrintedAsItComes() {
        try (var service = ScriptedProvider.start(call -> new Reply.Whole(200, "text/csv", "n\r\n7\r\n"))) {
            assertThat(run("sql", "SELECT 7 AS n", "--csv", "--url", service.uri().toString())).isZero();
            assertThat(out.toString()).isEqualTo("n\r\n7\r\n");
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void rowsThatAreMissingInTheCsvAreToldBesideIt() {
        try (var service = ScriptedProvider.start(
                call -> new Reply.Whole(200, "text/csv", "n\r\n7\r\n", Map.of("x-lakehouse-truncated", "true")))) {
            assertThat(run("sql", "SELECT 7 AS n", "--csv", "--url", service.uri().toString())).isZero();
            assertThat(out.toString()).isEqualTo("n\r\n7\r\n");
            assertThat(err.toString()).isEqualTo("there were more rows than an answer may have\n");
        }
    }

    @Test
    void theQuestionsThatComeAlongAreListedWithTheirPurpose() {
        assertThat(run("sql", "--list")).isZero();
        assertThat(out.toString()).contains("@cost_by_day", "@failed_attempts", "@usage_by_caller",
                "@usage_by_model    Usage by provider and model");
    }

    @Test
    void whatIsWrongIsOneLine() {
        assertThat(run("sql", "@nothing", "--url", "http://127.0.0.1:1")).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("lakehouse: no query is named 'nothing'; there are cost_by_day, "
                + "failed_attempts, usage_by_caller, usage_by_model");
        assertThat(run("sql", "SELECT 1", "--csv", "--json")).isEqualTo(2);
    }

    @Test
    void whatTheServiceRefusesIsTold() {
        try (var service = ScriptedProvider.start(call -> Reply.json(400, "{\"error\":{\"message\":\"sql may not\"}}"))) {
            assertThat(run("sql", "SELECT 1", "--url", service.uri().toString(), "--key", "secret-key", "--verbose"))
                    .isEqualTo(2);
            assertThat(err.toString()).startsWith("lakehouse: sql may not\n").doesNotContain("secret-key");
        }
    }

    private int run(String... args) {
        return Lakehouse.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
