package usage.store;

import java.time.Instant;

/// A settled attempt that the table would not take; it is kept in a file of its own.
///
/// @param key the attempt
/// @param at when that was found
/// @param reason why the table would not take it
public record DeadLetter(AttemptKey key, Instant at, String reason) {}
