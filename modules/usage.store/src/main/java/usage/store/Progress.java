package usage.store;

import java.time.Instant;
import java.util.Optional;

/// What is known of an attempt in flight; the last one recorded is what a `lost` row tells.
///
/// @param sentAt when its first byte left, or was about to; empty: nothing had left when this was recorded
/// @param firstTokenAt when the first piece of answer came
/// @param tokens counted so far
public record Progress(Optional<Instant> sentAt, Optional<Instant> firstTokenAt, Tokens tokens) {}
