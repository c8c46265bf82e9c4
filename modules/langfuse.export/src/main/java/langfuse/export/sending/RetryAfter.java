package langfuse.export.sending;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The header `retry-after`: seconds, or a date (RFC 9110, section 10.2.3).
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private RetryAfter() {}

    /// Not more than ten minutes, so that a clock that is wrong does not stop everything; empty where it is not understood.
    static Optional<Duration> read(String header, Instant now) {
        return duration(header.strip(), now).map(
                wait -> wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> duration(String header, Instant now) {
        try {
            return Optional.of(header.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(now, ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
