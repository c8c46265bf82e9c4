package langfuse.export.span;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.OptionalLong;
import usage.store.Tokens;

/// Tokens as Langfuse counts them: kinds that add up, where ours are a whole and its parts.
final class UsageDetails {

    private UsageDetails() {}

    /// An object of JSON; empty where nothing is known.
    static Optional<String> of(Tokens tokens) {
        var details = JsonNodeFactory.instance.objectNode();
        rest(tokens.input(), tokens.cachedInput(), tokens.cacheWrite()).ifPresent(count -> details.put("input", count));
        tokens.cachedInput().ifPresent(count -> details.put("input_cached_tokens", count));
        tokens.cacheWrite().ifPresent(count -> details.put("input_cache_creation", count));
        rest(tokens.output(), tokens.reasoning(), OptionalLong.empty()).ifPresent(count -> details.put("output", count));
        tokens.reasoning().ifPresent(count -> details.put("output_reasoning_tokens", count));
        if (tokens.input().isPresent() && tokens.output().isPresent()) {
            details.put("total", tokens.input().getAsLong() + tokens.output().getAsLong());
        }
        return details.isEmpty() ? Optional.empty() : Optional.of(details.toString());
    }

    private static OptionalLong rest(OptionalLong whole, OptionalLong part, OptionalLong other) {
        return whole.isPresent()
                ? OptionalLong.of(Math.max(0, whole.getAsLong() - part.orElse(0) - other.orElse(0)))
                : OptionalLong.empty();
    }
}
