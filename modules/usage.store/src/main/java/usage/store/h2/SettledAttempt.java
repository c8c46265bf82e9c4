package usage.store.h2;

import usage.store.AttemptRow;

/// A row on its way to the table.
///
/// @param row as it will be read
/// @param segment number of the segment of the journal that holds its settlement
public record SettledAttempt(AttemptRow row, long segment) {}
