package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.LedgerFacts;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's completions, as server-sent events; it ends as [OpenAiChatStream] does.
final class OpenAiCompletionStream extends AnswerToCaller {

    private final Call call;
    private final boolean wantsUsage;
    private String model = "";

    OpenAiCompletionStream(Caller caller, Call call, boolean wantsUsage) {
        super(caller);
        this.call = call;
        this.wantsUsage = wantsUsage;
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(event -> {
            if (event instanceof ModelEvent.Started(var answering, var id)) {
                model = answering.orElse(model);
            } else if (event instanceof ModelEvent.Text(var text)) {
                var chunk = chunk();
                choice(chunk, text).putNull("finish_reason");
                caller.event(chunk);
            }
        });
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        model = LedgerFacts.model(row);
        var end = chunk();
        choice(end, "").put("finish_reason", row.settlement().finishReason().orElse("stop"));
        caller.event(end);
        if (wantsUsage) {
            var usage = chunk();
            usage.putArray("choices");
            usage.set("usage", OpenAiUsage.usage(row.settlement().tokens()));
            caller.event(usage);
        }
        caller.stream(OpenAiChatStream.DONE);
        caller.end();
    }

    private static ObjectNode choice(ObjectNode chunk, String text) {
        return chunk.putArray("choices").addObject().put("text", text).put("index", 0).putNull("logprobs");
    }

    private ObjectNode chunk() {
        return Json.object().put("id", "cmpl-" + call.admission().callId()).put("object", "text_completion")
                .put("created", call.admission().acceptedAt().getEpochSecond()).put("model", model);
    }
}
