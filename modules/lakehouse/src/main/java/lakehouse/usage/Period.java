package lakehouse.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// A time that somebody asks about, half-open.
///
/// @param start first moment
/// @param end first moment no longer in it
public record Period(Instant start, Instant end) {

    private static final int USUAL_DAYS = 7;

    public Period {
        if (!start.isBefore(end)) {
            throw refusal("--from " + start + " is not before --to " + end);
        }
    }

    /// What was typed. Without `to` until now; without `from` the seven days in UTC of which the last is the end's.
    ///
    /// @throws LakehouseException `CONFIGURATION`, naming the option that is wrong
    public static Period of(Optional<String> from, Optional<String> to, Instant now) {
        var end = to.map(text -> moment("--to", text)).orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        return new Period(from.map(text -> moment("--from", text)).orElseGet(
                () -> end.minusSeconds(1).truncatedTo(ChronoUnit.DAYS).minus(USUAL_DAYS - 1L, ChronoUnit.DAYS)), end);
    }

    private static Instant moment(String option, String text) {
        try {
            var moment = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (moment.getNano() != 0) {
                throw refusal(option + ": whole seconds, please: '" + text + "'");
            }
            return moment;
        } catch (DateTimeParseException e) {
            throw refusal(option + ": neither a date (2026-03-01) nor a time in UTC (2026-03-01T12:00:00Z): '" + text + "'");
        }
    }

    private static LakehouseException refusal(String message) {
        return new LakehouseException(Code.CONFIGURATION, message);
    }
}
