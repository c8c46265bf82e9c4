package vectord.service.collection;

import java.time.Duration;

/// When a write that failed is tried again: after `first`, then after twice as long each time, at most after `most`, for
/// ever.
///
/// @param first wait after the first failure
/// @param most longest wait
/// @param failures failures after which a document counts as failed instead of pending
public record Retry(Duration first, Duration most, int failures) {

    Duration after(int attempts) {
        int doublings = Math.min(attempts - 1, 30);
        var wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
