package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question for settled attempts, page by page.
///
/// @param selection which ones
/// @param order in which order
/// @param limit most rows of a page, 1 to 10,000
/// @param page cursor of an earlier answer of the same order
public record CallsQuery(CallsSelection selection, Order order, int limit, Optional<String> page) {

    public CallsQuery {
        if (limit < 1) {
            throw new LedgerException(LedgerException.Code.INVALID_QUERY, "limit must be at least 1: " + limit);
        }
    }

    /// Rows of any latency, newest first.
    public CallsQuery(Instant start, Instant end, Map<Column, List<String>> filters, int limit, Optional<String> page) {
        this(new CallsSelection(start, end, filters), Order.NEWEST_FIRST, limit, page);
    }

    /// By `accepted_at`, then `call_id`, then `attempt`.
    public enum Order {
        NEWEST_FIRST, OLDEST_FIRST
    }
}
