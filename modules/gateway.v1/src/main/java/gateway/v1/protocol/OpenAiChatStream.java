package gateway.v1.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's chat completions, as server-sent events. An error after the first event is an event
/// itself, and no `[DONE]` follows it.
final class OpenAiChatStream implements AnswerWriter {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final Caller caller;
    private final Call call;
    private final boolean wantsUsage;
    private String model = "";
    private int toolCalls;

    OpenAiChatStream(Caller caller, Call call, boolean wantsUsage) {
        this.caller = caller;
        this.call = call;
        this.wantsUsage = wantsUsage;
    }

    @Override
    public void begin(Duration overhead) {
        caller.begin(overhead);
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(event -> {
            switch (event) {
                case ModelEvent.Started(var answering, var id) -> model = answering.orElse(model);
                case ModelEvent.Text(var text) -> delta(Json.object().put("content", text));
                case ModelEvent.Reasoning(var text) -> delta(Json.object().put("reasoning_content", text));
                case ModelEvent.ToolCalled(var tool) -> {
                    var delta = Json.object();
                    delta.putArray("tool_calls").add(OpenAiChatAnswer.toolCall(tool).put("index", toolCalls++));
                    delta(delta);
                }
                case ModelEvent.Embedded _,ModelEvent.Ranked _,ModelEvent.Used _,ModelEvent.Finished _ -> {
                    // Told at the end, from the row.
                }
            }
        });
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        model = OpenAiUsage.model(row);
        var end = chunk();
        end.putArray("choices").addObject().put("index", 0).put("finish_reason", row.settlement().finishReason().orElse("stop"))
                .putObject("delta");
        OpenAiUsage.addRow(end, row);
        caller.event(end);
        if (wantsUsage) {
            var usage = chunk();
            usage.putArray("choices");
            usage.set("usage", OpenAiUsage.usage(row.settlement().tokens()));
            caller.event(usage);
        }
        caller.stream("text/event-stream", DONE);
        caller.end();
    }

    @Override
    public void fail(Fault fault) {
        if (caller.isStreaming()) {
            caller.event(caller.errors().body(fault));
            caller.end();
        } else {
            caller.error(fault);
        }
    }

    private void delta(ObjectNode delta) {
        if (!caller.isStreaming()) {
            delta.put("role", "assistant");
        }
        var chunk = chunk();
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        caller.event(chunk);
    }

    private ObjectNode chunk() {
        return Json.object().put("id", "chatcmpl-" + call.admission().callId()).put("object", "chat.completion.chunk")
                .put("created", call.admission().acceptedAt().getEpochSecond()).put("model", model);
    }
}
