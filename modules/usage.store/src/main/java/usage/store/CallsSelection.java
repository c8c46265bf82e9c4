package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Which settled attempts a question is about: rows whose `accepted_at` lies in `[start, end)` and that pass every filter.
///
/// @param start first moment
/// @param end first moment no longer in it
/// @param filters keep only rows that have one of the values, for every column named
/// @param leastLatency keep only rows whose `latency_ms` is at least this
/// @param mostLatency keep only rows whose `latency_ms` is at most this
public record CallsSelection(Instant start, Instant end, Map<Column, List<String>> filters, OptionalLong leastLatency,
        OptionalLong mostLatency) {

    public CallsSelection {
        filters = Map.copyOf(filters);
        if (!start.isBefore(end)) {
            throw new LedgerException(LedgerException.Code.INVALID_QUERY, "start_time must be before end_time");
        }
    }

    /// Rows of any latency.
    public CallsSelection(Instant start, Instant end, Map<Column, List<String>> filters) {
        this(start, end, filters, OptionalLong.empty(), OptionalLong.empty());
    }
}
