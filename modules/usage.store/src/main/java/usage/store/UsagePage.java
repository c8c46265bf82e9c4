package usage.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The answer to a [UsageQuery]: every bucket of the page in order, empty ones included.
///
/// @param buckets in the order of time
/// @param nextPage cursor of the next page, where there is one
public record UsagePage(List<Bucket> buckets, Optional<String> nextPage) {

    /// One span of time, aligned to UTC; the first and the last are cut to the interval that was asked for.
    ///
    /// @param start first moment
    /// @param end first moment no longer in it
    /// @param results one for every combination of group keys that occurs; without grouping at most one
    public record Bucket(Instant start, Instant end, List<Result> results) {}

    /// Sums over the rows of one bucket and one combination of group keys. A sum over rows of which none knows the count is empty;
    /// one that is too large for a `long` is the largest `long`.
    ///
    /// @param keys the group keys; empty where the column is NULL
    /// @param requests distinct calls that were sent (`num_model_requests`)
    /// @param attempts rows
    /// @param failed rows of status `failed`
    /// @param cancelled rows of status `cancelled`
    /// @param lost rows of status `lost`
    /// @param refused rows of status `refused`
    /// @param estimated rows whose counts are partly ours
    /// @param unpriced sent rows without a cost
    /// @param cost sums, one per currency
    /// @param latencyMillis of rows that were sent
    /// @param timeToFirstTokenMillis of rows that have a first token
    public record Result(Map<Dimension, Optional<String>> keys, OptionalLong inputTokens, OptionalLong cachedInputTokens,
            OptionalLong cacheWriteTokens, OptionalLong outputTokens, OptionalLong reasoningTokens, long requests, long attempts,
            long failed, long cancelled, long lost, long refused, long estimated, long unpriced, List<Cost> cost,
            Percentiles latencyMillis, Percentiles timeToFirstTokenMillis) {}

    /// Percentiles in milliseconds, by nearest rank: exact below 256, above that the end of a step of less than 0.8 % of the
    /// value. Empty where there is no row to measure.
    public record Percentiles(OptionalDouble p50, OptionalDouble p95, OptionalDouble p99) {}
}
