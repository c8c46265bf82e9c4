package lakehouse.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.logging.common.HelidonMdc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class TextLinesTest {

    private static final String SHIPPED = "src/image/conf/logging.properties";

    private final TextLines lines = new TextLines(shipped());

    @Test
    void aLineWithoutIdsEndsWithItsMessage() {
        assertThat(lines.format(event("100 % done"))).matches("\\S+ WARNING a\\.b\\.C 100 % done\\R");
    }

    @Test
    void idsStandAtTheEndWhileARequestIsServed() {
        HelidonMdc.set("call_id", "the-%call");
        HelidonMdc.set("trace_id", "the-$trace");
        try {
            assertThat(lines.format(event("said"))).matches("\\S+ WARNING a\\.b\\.C said the-%call the-\\$trace\\R");
            HelidonMdc.remove("call_id");
            assertThat(lines.format(event("said"))).matches("\\S+ WARNING a\\.b\\.C said the-\\$trace\\R");
        } finally {
            HelidonMdc.remove("call_id");
            HelidonMdc.remove("trace_id");
        }
    }

    @Test
    void whatWasThrownFollowsOnLinesOfItsOwn() {
        var event = event("said");
        event.setThrown(new IllegalStateException("no way"));

        assertThat(lines.format(event).lines()).hasSizeGreaterThan(2).first().asString().endsWith(" said");
        assertThat(lines.format(event).lines().skip(1)).first().isEqualTo("java.lang.IllegalStateException: no way");
        assertThat(lines.format(event)).endsWith(System.lineSeparator());
    }

    private static String shipped() {
        var properties = new Properties();
        try (var file = Files.newInputStream(Path.of(System.getProperty("basedir", "")).resolve(SHIPPED))) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("java.util.logging.SimpleFormatter.format");
    }

    private static LogRecord event(String message) {
        var event = new LogRecord(Level.WARNING, message);
        event.setLoggerName("a.b.C");
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        return event;
    }
}
