package usage.store;

import java.util.OptionalLong;

/// An attempt's token counts in the one normal form: `input` is all input, cached included, and `output` all output,
/// reasoning included; the others are parts of those. Unknown is empty, never 0.
///
/// @param input all input tokens
/// @param cachedInput the part of the input that the provider read from its cache
/// @param cacheWrite the part of the input that the provider wrote to its cache
/// @param output all output tokens
/// @param reasoning the part of the output that was reasoning
/// @param source who counted
public record Tokens(OptionalLong input, OptionalLong cachedInput, OptionalLong cacheWrite, OptionalLong output,
        OptionalLong reasoning, UsageSource source) {

    /// Nothing is known.
    public static final Tokens UNKNOWN = new Tokens(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.empty(), OptionalLong.empty(), UsageSource.NONE);

    public Tokens {
        notNegative("input_tokens", input);
        notNegative("cached_input_tokens", cachedInput);
        notNegative("cache_write_tokens", cacheWrite);
        notNegative("output_tokens", output);
        notNegative("reasoning_tokens", reasoning);
        boolean any = input.isPresent() || cachedInput.isPresent() || cacheWrite.isPresent() || output.isPresent()
                || reasoning.isPresent();
        if (any == (source == UsageSource.NONE)) {
            throw new IllegalArgumentException("usage_source " + source.wireName() + " does not fit the counts");
        }
    }

    private static void notNegative(String name, OptionalLong count) {
        if (count.isPresent() && count.getAsLong() < 0) {
            throw new IllegalArgumentException(name + " is negative: " + count.getAsLong());
        }
    }
}
