package gateway.v1.protocol.openai;

import gateway.v1.protocol.LedgerFacts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import gateway.v1.call.Call;
import gateway.v1.call.Json;
import gateway.v1.protocol.Body;
import java.util.List;
import java.util.Optional;
import usage.store.AttemptRow;
import usage.store.Tokens;

/// The response object around an answer's items: what was asked, said again, and what came of it.
///
/// @param call what was asked
/// @param body the same, as it came
record OpenAiResponseDocument(Call call, Body body) {

    /// Fields that are told as they were asked.
    private static final List<String> ASKED = List.of("instructions", "max_output_tokens", "temperature", "top_p");

    /// The call's id without hyphens, for the ids of all that belongs to it.
    String id() {
        return call.admission().callId().toString().replace("-", "");
    }

    /// Whether the caller asks for a summary of the reasoning.
    boolean wantsSummary() {
        return body.field("reasoning").filter(reasoning -> reasoning.hasNonNull("summary")).isPresent();
    }

    /// The response before anything of it is known.
    ///
    /// @param model who answers
    ObjectNode begun(String model) {
        return document("in_progress", model, Json.MAPPER.createArrayNode());
    }

    /// The response when all is said.
    ObjectNode ended(ArrayNode output, AttemptRow row) {
        var reason = cut(row);
        var response = document(reason.isPresent() ? "incomplete" : "completed", LedgerFacts.model(row), output);
        reason.ifPresentOrElse(why -> response.putObject("incomplete_details").put("reason", why),
                () -> response.put("completed_at", row.settlement().finishedAt().getEpochSecond()));
        response.set("usage", usage(row.settlement().tokens()));
        return response;
    }

    /// Why it is not complete.
    static Optional<String> cut(AttemptRow row) {
        return row.settlement().finishReason().flatMap(reason -> switch (reason) {
            case "length" -> Optional.of("max_output_tokens");
            case "content_filter" -> Optional.of(reason);
            default -> Optional.empty();
        });
    }

    private ObjectNode document(String status, String model, ArrayNode output) {
        var response = Json.object().put("id", "resp_" + id()).put("object", "response")
                .put("created_at", call.admission().acceptedAt().getEpochSecond()).put("status", status)
                .put("background", false).putNull("error").putNull("incomplete_details");
        ASKED.forEach(name -> response.set(name, asked(name, NullNode.getInstance())));
        response.put("model", model);
        response.set("output", output);
        response.set("parallel_tool_calls", asked("parallel_tool_calls", BooleanNode.TRUE));
        response.putNull("previous_response_id");
        var reasoning = body.json().path("reasoning");
        response.putObject("reasoning").put("effort", reasoning.path("effort").textValue()).put("summary",
                reasoning.path("summary").textValue());
        response.put("store", false);
        response.set("text", text());
        response.set("tool_choice", asked("tool_choice", TextNode.valueOf("auto")));
        response.set("tools", asked("tools", Json.MAPPER.createArrayNode()));
        response.put("truncation", "disabled").putNull("usage");
        List.of("user", "safety_identifier", "prompt_cache_key")
                .forEach(name -> body.field(name).ifPresent(value -> response.set(name, value)));
        response.set("metadata", asked("metadata", Json.object()));
        return response;
    }

    private JsonNode asked(String name, JsonNode otherwise) {
        return body.field(name).orElse(otherwise);
    }

    private ObjectNode text() {
        var text = Json.object();
        text.set("format", body.field("text").map(words -> words.path("format")).filter(JsonNode::isObject)
                .orElseGet(() -> Json.object().put("type", "text")));
        return text;
    }

    /// Counts that nobody knows are left out, as elsewhere; but of the details, which clients expect to be numbers, 0 is
    /// told. The row says what is not known.
    private static JsonNode usage(Tokens tokens) {
        if (tokens.input().isEmpty() && tokens.output().isEmpty()) {
            return NullNode.getInstance();
        }
        var usage = Json.object();
        tokens.input().ifPresent(count -> usage.put("input_tokens", count));
        usage.putObject("input_tokens_details").put("cached_tokens", tokens.cachedInput().orElse(0));
        tokens.output().ifPresent(count -> usage.put("output_tokens", count));
        usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning().orElse(0));
        return usage.put("total_tokens", tokens.input().orElse(0) + tokens.output().orElse(0));
    }
}
