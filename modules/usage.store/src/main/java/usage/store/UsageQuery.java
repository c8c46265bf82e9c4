package usage.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question about usage over time: rows whose `accepted_at` lies in `[start, end)`, in buckets aligned to UTC.
///
/// @param start first moment
/// @param end first moment no longer in it
/// @param bucketWidth length of a bucket
/// @param groupBy what each bucket is split by
/// @param filters keep only rows that have one of the values, for every dimension named
/// @param limit most buckets of a page, 1 to 10,000
/// @param page cursor of an earlier answer
public record UsageQuery(Instant start, Instant end, BucketWidth bucketWidth, List<Dimension> groupBy,
        Map<Dimension, List<String>> filters, int limit, Optional<String> page) {

    public UsageQuery {
        groupBy = List.copyOf(groupBy);
        filters = Map.copyOf(filters);
        if (!start.isBefore(end)) {
            throw new LedgerException(LedgerException.Code.INVALID_QUERY, "start_time must be before end_time");
        }
        if (limit < 1) {
            throw new LedgerException(LedgerException.Code.INVALID_QUERY, "limit must be at least 1: " + limit);
        }
    }

    /// Length of a bucket.
    public enum BucketWidth {
        MINUTE("1m", Duration.ofMinutes(1)), HOUR("1h", Duration.ofHours(1)), DAY("1d", Duration.ofDays(1));

        private final String wireName;
        private final Duration duration;

        BucketWidth(String wireName, Duration duration) {
            this.wireName = wireName;
            this.duration = duration;
        }

        /// The name as it stands in queries.
        public String wireName() {
            return wireName;
        }

        /// How long it is.
        public Duration duration() {
            return duration;
        }
    }
}
