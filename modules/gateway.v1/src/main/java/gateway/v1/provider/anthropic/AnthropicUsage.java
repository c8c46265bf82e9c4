package gateway.v1.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.provider.Document;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import usage.store.Tokens;
import usage.store.UsageSource;

/// What one of Anthropic's answers says of its usage. Counts in a stream are of the whole message so far: each replaces the one
/// before it, and what a later event leaves out stays as it was. For one thread.
///
/// `input_tokens` counts there what was neither read from the cache nor written to it; all input is the sum of the three.
final class AnthropicUsage {

    private static final List<String> COUNTS = List.of("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens",
            "output_tokens");

    private OptionalLong uncached = OptionalLong.empty();
    private OptionalLong cacheRead = OptionalLong.empty();
    private OptionalLong cacheWrite = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private OptionalLong thinking = OptionalLong.empty();

    /// What is said when a stream begins: only of its input, as nothing was answered yet. One that has counted nothing at all
    /// (as our own streams, which must say a number) knows nothing.
    void begin(JsonNode usage) {
        boolean counted = COUNTS.stream().anyMatch(name -> Document.count(usage.path(name)).orElse(0) > 0);
        if (counted) {
            input(usage);
        }
    }

    /// What is said of the whole answer, or when a stream ends.
    void end(JsonNode usage) {
        input(usage);
        output = latest(usage.path("output_tokens"), output);
        thinking = latest(usage.at("/output_tokens_details/thinking_tokens"), thinking);
    }

    private void input(JsonNode usage) {
        uncached = latest(usage.path("input_tokens"), uncached);
        cacheRead = latest(usage.path("cache_read_input_tokens"), cacheRead);
        cacheWrite = latest(usage.path("cache_creation_input_tokens"), cacheWrite);
    }

    /// All that is known.
    Tokens tokens() {
        var input = uncached.isEmpty()
                ? uncached
                : OptionalLong.of(uncached.getAsLong() + cacheRead.orElse(0) + cacheWrite.orElse(0));
        boolean any = Stream.of(input, cacheRead, cacheWrite, output, thinking).anyMatch(OptionalLong::isPresent);
        return any
                ? new Tokens(input, cacheRead, cacheWrite, output, thinking, UsageSource.PROVIDER)
                : Tokens.UNKNOWN;
    }

    private static OptionalLong latest(JsonNode told, OptionalLong before) {
        var count = Document.count(told);
        return count.isPresent() ? count : before;
    }
}
