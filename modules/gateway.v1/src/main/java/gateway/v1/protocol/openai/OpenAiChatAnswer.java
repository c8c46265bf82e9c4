package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.CollectedAnswer;
import gateway.v1.protocol.LedgerFacts;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's chat completions, whole.
final class OpenAiChatAnswer extends AnswerToCaller {

    private final Call call;
    private final boolean own;
    private final CollectedAnswer collected = new CollectedAnswer();

    OpenAiChatAnswer(Caller caller, Call call, boolean own) {
        super(caller);
        this.call = call;
        this.own = own;
    }

    @Override
    public void write(Frame frame) {
        collected.see(frame);
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        var answer = Json.object().put("id", "chatcmpl-" + call.admission().callId()).put("object", "chat.completion")
                .put("created", row.intent().acceptedAt().getEpochSecond()).put("model", LedgerFacts.model(row));
        var choice = answer.putArray("choices").addObject().put("index", 0);
        choice.set("message", message());
        choice.put("finish_reason", row.settlement().finishReason().orElse("stop")).putNull("logprobs");
        answer.set("usage", OpenAiUsage.usage(row.settlement().tokens()));
        if (own) {
            LedgerFacts.add(answer, row);
        }
        caller.sendJson(answer);
    }

    private ObjectNode message() {
        var message = Json.object().put("role", "assistant");
        if (collected.text().isEmpty() && !collected.tools().isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", collected.text());
        }
        if (!collected.reasoning().isEmpty()) {
            message.put("reasoning_content", collected.reasoning());
        }
        if (!collected.tools().isEmpty()) {
            var list = message.putArray("tool_calls");
            collected.tools().forEach(tool -> list.add(toolCall(tool)));
        }
        return message;
    }

    private static ObjectNode toolCall(ToolCall tool) {
        var node = Json.object().put("id", tool.id()).put("type", "function");
        node.putObject("function").put("name", tool.name()).put("arguments", tool.arguments());
        return node;
    }
}
