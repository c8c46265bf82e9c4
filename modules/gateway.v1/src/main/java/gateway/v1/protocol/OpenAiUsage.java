package gateway.v1.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import usage.store.AttemptRow;
import usage.store.Tokens;

/// What OpenAI's answers say of usage, and what ours add: `provider`, `cost`, `latency_ms`.
final class OpenAiUsage {

    private OpenAiUsage() {}

    /// The usage object; counts that nobody knows are left out.
    static ObjectNode usage(Tokens tokens) {
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

    /// Adds what the ledger knows of the call.
    static void addRow(ObjectNode answer, AttemptRow row) {
        answer.put("provider", row.intent().what().provider().orElseThrow());
        row.cost().ifPresentOrElse(cost -> answer.putObject("cost").put("value", cost.value()).put("currency", cost.currency()),
                () -> answer.putNull("cost"));
        answer.put("latency_ms", row.latencyMillis());
    }

    /// The model that answered, else the one that was asked.
    static String model(AttemptRow row) {
        return row.settlement().responseModel().or(() -> row.intent().what().targetModel()).orElseThrow();
    }
}
