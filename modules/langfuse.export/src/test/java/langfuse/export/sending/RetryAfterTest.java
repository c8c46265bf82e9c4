package langfuse.export.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void isSecondsOrADate() {
        assertThat(RetryAfter.read(" 7 ", NOW)).hasValue(Duration.ofSeconds(7));
        assertThat(RetryAfter.read("Sun, 01 Mar 2026 12:00:30 GMT", NOW)).hasValue(Duration.ofSeconds(30));
        assertThat(RetryAfter.read("Sun, 01 Mar 2026 11:00:00 GMT", NOW)).hasValue(Duration.ZERO);
        assertThat(RetryAfter.read("999999999", NOW)).hasValue(Duration.ofMinutes(10));
        assertThat(RetryAfter.read("soon", NOW)).isEmpty();
        assertThat(RetryAfter.read("-1", NOW)).isEmpty();
    }
}
