package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question for settled attempts, newest first: rows whose `accepted_at` lies in `[start, end)`.
///
/// @param start first moment
/// @param end first moment no longer in it
/// @param filters keep only rows that have one of the values, for every dimension named
/// @param limit most rows of a page, 1 to 10,000
/// @param page cursor of an earlier answer
public record CallsQuery(Instant start, Instant end, Map<Dimension, List<String>> filters, int limit, Optional<String> page) {

    public CallsQuery {
        filters = Map.copyOf(filters);
        if (!start.isBefore(end)) {
            throw new LedgerException(LedgerException.Code.INVALID_QUERY, "start_time must be before end_time");
        }
        if (limit < 1) {
            throw new LedgerException(LedgerException.Code.INVALID_QUERY, "limit must be at least 1: " + limit);
        }
    }
}
