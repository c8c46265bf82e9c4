package gateway.v1.protocol.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.call.Call;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.CollectedAnswer;
import gateway.v1.protocol.LedgerFacts;
import usage.store.AttemptRow;

/// Answers in the shape of Anthropic's messages, whole.
final class AnthropicAnswer extends AnswerToCaller {

    private final Call call;
    private final boolean showsThinking;
    private final CollectedAnswer collected = new CollectedAnswer();

    /// @param showsThinking whether the caller wants to see what the model thinks
    AnthropicAnswer(Caller caller, Call call, boolean showsThinking) {
        super(caller);
        this.call = call;
        this.showsThinking = showsThinking;
    }

    @Override
    public void write(Frame frame) {
        collected.see(frame);
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        var answer = AnthropicShape.message(call, LedgerFacts.model(row));
        var content = answer.withArray("content");
        if (showsThinking && !collected.reasoning().isEmpty()) {
            content.add(AnthropicShape.thinking(collected.reasoning()));
        }
        if (!collected.text().isEmpty()) {
            content.add(AnthropicShape.text(collected.text()));
        }
        collected.tools().forEach(tool -> content.add(AnthropicShape.toolUse(tool.id(), tool.name()).set("input", input(tool))));
        answer.put("stop_reason", AnthropicShape.stopReason(row));
        answer.set("usage", AnthropicShape.usage(row.settlement().tokens()));
        caller.sendJson(answer);
    }

    /// Arguments as JSON. A model may write what is none, and the attempt is settled: such are told as the text that they are.
    private static JsonNode input(ToolCall tool) {
        try {
            return Json.MAPPER.readTree(tool.arguments());
        } catch (JsonProcessingException e) {
            return Json.MAPPER.getNodeFactory().textNode(tool.arguments());
        }
    }
}
