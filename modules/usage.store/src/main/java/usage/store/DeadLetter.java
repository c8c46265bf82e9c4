package usage.store;

import java.time.Instant;

/// A settled attempt that the table would not take; it is kept in a file of its own.
///
/// @param key the attempt
/// @param segment number of the segment of the journal that holds its settlement
/// @param at when that was found
/// @param reason why the table would not take it
public record DeadLetter(AttemptKey key, long segment, Instant at, String reason) {}
