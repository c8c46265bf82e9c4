package gateway.v1.protocol.openai;

import gateway.v1.call.Call;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.LedgerFacts;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's completions, whole. It has no words for what a model thinks before it answers.
final class OpenAiCompletionAnswer extends AnswerToCaller {

    private final Call call;
    private final StringBuilder text = new StringBuilder();

    OpenAiCompletionAnswer(Caller caller, Call call) {
        super(caller);
        this.call = call;
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(event -> {
            if (event instanceof ModelEvent.Text(var more)) {
                text.append(more);
            }
        });
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        var answer = Json.object().put("id", "cmpl-" + call.admission().callId()).put("object", "text_completion")
                .put("created", row.intent().acceptedAt().getEpochSecond()).put("model", LedgerFacts.model(row));
        answer.putArray("choices").addObject().put("text", text.toString()).put("index", 0).putNull("logprobs")
                .put("finish_reason", row.settlement().finishReason().orElse("stop"));
        answer.set("usage", OpenAiUsage.usage(row.settlement().tokens()));
        caller.sendJson(answer);
    }
}
