package usage.store;

import java.time.Instant;

/// How many requests of one minute were turned away without a row, for one reason.
///
/// @param minute its first moment
/// @param reason as it was counted
/// @param requests how many
public record DoorCount(Instant minute, String reason, long requests) {}
