package lakehouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeriodTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:34:56.789Z");

    @Test
    void withoutTimesItIsTheLastSevenDaysWithThePresentSecond() {
        assertThat(Period.of(Optional.empty(), Optional.empty(), NOW)).isEqualTo(period("2026-03-04T00:00:00Z",
                "2026-03-10T12:34:57Z"));
    }

    @Test
    void aDateIsItsFirstMomentAndTheEndIsNotInIt() {
        assertThat(Period.of(Optional.of("2026-03-01"), Optional.of("2026-03-02T06:00:00Z"), NOW)).isEqualTo(period(
                "2026-03-01T00:00:00Z", "2026-03-02T06:00:00Z"));
        assertThat(Period.of(Optional.empty(), Optional.of("2026-03-08"), NOW)).isEqualTo(period("2026-03-01T00:00:00Z",
                "2026-03-08T00:00:00Z"));
    }

    private static Period period(String start, String end) {
        return new Period(Instant.parse(start), Instant.parse(end));
    }
}
