package usage.store.sql;

import java.time.Duration;

/// How much questions may take.
///
/// @param rows most rows of an answer
/// @param characters most characters of an answer, roughly
/// @param time longest time of a question
/// @param atOnce most questions at a time
/// @param heap share of the heap that may be in use after a collection while a question runs
public record SqlLimits(int rows, long characters, Duration time, int atOnce, double heap) {

    /// 10,000 rows, 16 million characters, 10 seconds, 2 at a time, 70 % of the heap.
    public static final SqlLimits USUAL = new SqlLimits(10_000, 16_000_000, Duration.ofSeconds(10), 2, 0.7);
}
