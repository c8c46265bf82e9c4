package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import usage.store.Tokens;

/// What OpenAI's answers say of usage.
public final class OpenAiUsage {

    private OpenAiUsage() {}

    /// The usage object; counts that nobody knows are left out.
    public static ObjectNode usage(Tokens tokens) {
        var usage = Json.object();
        tokens.input().ifPresent(count -> usage.put("prompt_tokens", count));
        tokens.output().ifPresent(count -> usage.put("completion_tokens", count));
        if (tokens.input().isPresent()) {
            usage.put("total_tokens", tokens.input().getAsLong() + tokens.output().orElse(0));
        }
        tokens.cachedInput().ifPresent(count -> usage.putObject("prompt_tokens_details").put("cached_tokens", count));
        tokens.reasoning().ifPresent(count -> usage.putObject("completion_tokens_details").put("reasoning_tokens", count));
        return usage;
    }
}
