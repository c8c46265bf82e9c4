package gateway.v1.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import usage.store.Tokens;
import usage.store.UsageSource;

/// What one of Anthropic's answers says of its usage. Counts in a stream are of the whole message so far: each replaces the one
/// before it, and what a later event leaves out stays as it was. For one thread.
///
/// `input_tokens` counts there what was neither read from the cache nor written to it; all input is the sum of the three.
final class AnthropicUsage {

    private OptionalLong uncached = OptionalLong.empty();
    private OptionalLong cacheRead = OptionalLong.empty();
    private OptionalLong cacheWrite = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private OptionalLong thinking = OptionalLong.empty();

    void see(JsonNode usage) {
        uncached = latest(usage.path("input_tokens"), uncached);
        cacheRead = latest(usage.path("cache_read_input_tokens"), cacheRead);
        cacheWrite = latest(usage.path("cache_creation_input_tokens"), cacheWrite);
        output = latest(usage.path("output_tokens"), output);
        thinking = latest(usage.at("/output_tokens_details/thinking_tokens"), thinking);
    }

    /// At a stream's start, when only the input is known: the output that is told then is no count of an answer.
    Tokens begun() {
        return tokens(OptionalLong.empty(), OptionalLong.empty());
    }

    /// All that is known.
    Tokens complete() {
        return tokens(output, thinking);
    }

    private Tokens tokens(OptionalLong answered, OptionalLong reasoned) {
        var input = uncached.isEmpty()
                ? uncached
                : OptionalLong.of(uncached.getAsLong() + cacheRead.orElse(0) + cacheWrite.orElse(0));
        boolean any = input.isPresent() || cacheRead.isPresent() || cacheWrite.isPresent() || answered.isPresent()
                || reasoned.isPresent();
        return any
                ? new Tokens(input, cacheRead, cacheWrite, answered, reasoned, UsageSource.PROVIDER)
                : Tokens.UNKNOWN;
    }

    private static OptionalLong latest(JsonNode told, OptionalLong before) {
        var count = Document.count(told);
        return count.isPresent() ? count : before;
    }
}
