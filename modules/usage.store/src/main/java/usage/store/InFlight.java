package usage.store;

import java.time.Instant;

/// An attempt that has begun and not ended.
///
/// @param intent who asked what of whom
/// @param progress what is known of it so far
/// @param seenAt when that was last recorded
public record InFlight(Intent intent, Progress progress, Instant seenAt) {}
