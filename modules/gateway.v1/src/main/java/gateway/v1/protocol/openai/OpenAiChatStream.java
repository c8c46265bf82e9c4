package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.LedgerFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's chat completions, as server-sent events. An error after the first event is an event
/// itself, and no `[DONE]` follows it. A call whose arguments never came gets an empty object at the end: clients read as JSON
/// what they have joined.
final class OpenAiChatStream extends AnswerToCaller {

    /// How a stream of this protocol's ends.
    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final Call call;
    private final boolean wantsUsage;
    private final boolean own;
    private final Set<Integer> withoutArguments = new TreeSet<>();
    private String model = "";

    OpenAiChatStream(Caller caller, Call call, boolean wantsUsage, boolean own) {
        super(caller);
        this.call = call;
        this.wantsUsage = wantsUsage;
        this.own = own;
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(event -> {
            switch (event) {
                case ModelEvent.Started(var answering, var id) -> model = answering.orElse(model);
                case ModelEvent.Text(var text) -> delta(Json.object().put("content", text));
                case ModelEvent.Reasoning(var text) -> delta(Json.object().put("reasoning_content", text));
                case ModelEvent.ToolBegun(int index, var id, var name) -> {
                    withoutArguments.add(index);
                    tool(Json.object().put("index", index).put("id", id).put("type", "function"), Json.object().put("name", name)
                            .put("arguments", ""));
                }
                case ModelEvent.ToolArguments(int index, var json) -> arguments(index, json);
                case ModelEvent.Embedded _,ModelEvent.Ranked _,ModelEvent.Alternative _,ModelEvent.Used _,ModelEvent.Finished _ -> {
                    // Told at the end, from the row.
                }
            }
        });
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        model = LedgerFacts.model(row);
        List.copyOf(withoutArguments).forEach(index -> arguments(index, ToolCall.NO_ARGUMENTS));
        var end = chunk();
        end.putArray("choices").addObject().put("index", 0).put("finish_reason", row.settlement().finishReason().orElse("stop"))
                .putObject("delta");
        if (own) {
            LedgerFacts.add(end, row);
        }
        caller.event(end);
        if (wantsUsage) {
            var usage = chunk();
            usage.putArray("choices");
            usage.set("usage", OpenAiUsage.usage(row.settlement().tokens()));
            caller.event(usage);
        }
        caller.stream(DONE);
        caller.end();
    }

    private void arguments(int index, String json) {
        if (!json.isEmpty()) {
            withoutArguments.remove(index);
            tool(Json.object().put("index", index), Json.object().put("arguments", json));
        }
    }

    private void tool(ObjectNode call, ObjectNode function) {
        var delta = Json.object();
        delta.putArray("tool_calls").add(call.set("function", function));
        delta(delta);
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
