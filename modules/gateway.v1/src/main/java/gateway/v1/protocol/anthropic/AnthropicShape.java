package gateway.v1.protocol.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Json;
import usage.store.AttemptRow;
import usage.store.Tokens;

/// What Anthropic's answers have in common, whole or in a stream.
final class AnthropicShape {

    private AnthropicShape() {}

    /// A message that has said nothing yet.
    static ObjectNode message(Call call, String model) {
        var message = Json.object().put("id", "msg_" + call.admission().callId()).put("type", "message").put("role", "assistant")
                .put("model", model);
        message.putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    /// Why it stopped. Which stop sequence it was that ended an answer, other protocols do not tell.
    static String stopReason(AttemptRow row) {
        return switch (row.settlement().finishReason().orElse("stop")) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> "tool_use";
            case "content_filter" -> "refusal";
            default -> "end_turn";
        };
    }

    /// The usage object, where input is only what the cache had no part in; counts that nobody knows are left out.
    static ObjectNode usage(Tokens tokens) {
        var usage = Json.object();
        long cached = tokens.cachedInput().orElse(0) + tokens.cacheWrite().orElse(0);
        tokens.input().ifPresent(count -> usage.put("input_tokens", Math.max(0, count - cached)));
        tokens.cacheWrite().ifPresent(count -> usage.put("cache_creation_input_tokens", count));
        tokens.cachedInput().ifPresent(count -> usage.put("cache_read_input_tokens", count));
        tokens.output().ifPresent(count -> usage.put("output_tokens", count));
        tokens.reasoning().ifPresent(count -> usage.putObject("output_tokens_details").put("thinking_tokens", count));
        return usage;
    }

    static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    /// Nobody but Anthropic signs what a model thinks.
    static ObjectNode thinking(String text) {
        return Json.object().put("type", "thinking").put("thinking", text).put("signature", "");
    }

    static ObjectNode toolUse(String id, String name) {
        return Json.object().put("type", "tool_use").put("id", id).put("name", name);
    }
}
