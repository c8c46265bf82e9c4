package ai.client;

import java.util.OptionalLong;

/// Token counts of one call. Unknown is empty, never 0.
///
/// @param input all input tokens
/// @param output all output tokens
public record TokenUsage(OptionalLong input, OptionalLong output) {

    /// Nothing is known.
    public static final TokenUsage UNKNOWN = new TokenUsage(OptionalLong.empty(), OptionalLong.empty());
}
