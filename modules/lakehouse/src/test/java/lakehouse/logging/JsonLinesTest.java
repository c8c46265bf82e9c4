package lakehouse.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.logging.common.HelidonMdc;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    @Test
    void whateverAMessageContainsItStaysOneLineOfJson() throws IOException {
        var event = event("a \\\" {0}\n\t\u0001 ü");
        event.setParameters(new Object[]{"parameter"});
        event.setThrown(new IllegalStateException("no \\\" way"));
        var line = formatted(event);
        assertThat(line.path("message").asText()).isEqualTo("a \\\" parameter\n\t\u0001 ü");
        assertThat(line.path("exception").asText()).startsWith("java.lang.IllegalStateException: no \\\" way\n\tat lakehouse");
        assertThat(line.path("time").asText()).isEqualTo("2026-01-02T03:04:05.006Z");
        assertThat(line.path("level").asText()).isEqualTo("WARNING");
        assertThat(line.path("logger").asText()).isEqualTo("a.b.C");
    }

    @Test
    void callAndTraceAreThereWhileARequestIsServedAndNotAfter() throws IOException {
        HelidonMdc.set("call_id", "the-call");
        HelidonMdc.set("trace_id", "the-trace");
        try {
            var line = formatted(event("said"));
            assertThat(line.path("call_id").asText()).isEqualTo("the-call");
            assertThat(line.path("trace_id").asText()).isEqualTo("the-trace");
        } finally {
            HelidonMdc.remove("call_id");
            HelidonMdc.remove("trace_id");
        }
        assertThat(formatted(event("said")).has("call_id")).isFalse();
    }

    @Test
    void formatThatThereIsNotIsRefusedByItsKey() {
        assertThat(LogFormat.of("json")).isEqualTo(LogFormat.JSON);
        assertThatThrownBy(() -> LogFormat.of("xml")).hasMessage("logging.format: 'xml' is neither text nor json");
    }

    private static JsonNode formatted(LogRecord event) throws IOException {
        var line = new JsonLines().format(event);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        return new ObjectMapper().readTree(line);
    }

    private static LogRecord event(String message) {
        var event = new LogRecord(Level.WARNING, message);
        event.setLoggerName("a.b.C");
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        return event;
    }
}
