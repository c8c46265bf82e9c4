package gateway.v1.protocol.openai;

import static gateway.v1.protocol.openai.OpenAiResponseForm.CALL;
import static gateway.v1.protocol.openai.OpenAiResponseForm.MESSAGE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Json;
import java.util.Optional;

/// One item of a response while it is made; tells each step as an event. For one thread.
final class OpenAiResponseItem {

    /// Which tool is called.
    ///
    /// @param callId joins the call with its answer
    /// @param name the tool
    record Called(String callId, String name) {}

    private final OpenAiResponseForm form;
    private final String id;
    private final int place;
    private final Optional<Called> called;
    private final OpenAiResponseOutput.Events events;
    private final StringBuilder text = new StringBuilder();

    /// Begins an item.
    ///
    /// @param response what ids begin with, behind the form's prefix
    /// @param place which of the response's items
    /// @param called the tool, where one is called
    OpenAiResponseItem(OpenAiResponseForm form, String response, int place, Optional<Called> called,
            OpenAiResponseOutput.Events events) {
        this.form = form;
        this.id = form.idPrefix() + response + place;
        this.place = place;
        this.called = called;
        this.events = events;
        events.tell("response.output_item.added", event().set("item", json("in_progress", false)));
        if (form != CALL) {
            events.tell(form.partEvents() + ".added", partEvent().set("part", form.part("")));
        }
    }

    OpenAiResponseForm form() {
        return form;
    }

    int place() {
        return place;
    }

    void more(String piece) {
        text.append(piece);
        events.tell(form.textEvents() + ".delta", partEvent().put("delta", piece));
    }

    /// Ends it.
    ///
    /// @return the item
    ObjectNode end(String status) {
        if (form == CALL && text.isEmpty()) {
            more(ToolCall.NO_ARGUMENTS);
        }
        var done = partEvent().put(form == CALL ? "arguments" : "text", text.toString());
        called.ifPresent(tool -> done.put("name", tool.name()));
        events.tell(form.textEvents() + ".done", done);
        if (form != CALL) {
            events.tell(form.partEvents() + ".done", partEvent().set("part", form.part(text.toString())));
        }
        var item = json(status, true);
        events.tell("response.output_item.done", event().set("item", item));
        return item;
    }

    private ObjectNode json(String status, boolean whole) {
        var item = Json.object().put("id", id);
        switch (form) {
            case MESSAGE -> {
                var content = item.put("type", "message").put("status", status).put("role", "assistant").putArray("content");
                if (whole) {
                    content.add(form.part(text.toString()));
                }
            }
            case THOUGHT, SUMMARY -> {
                var summary = item.put("type", "reasoning").putArray("summary");
                if (whole) {
                    (form == OpenAiResponseForm.SUMMARY ? summary : item.putArray("content")).add(form.part(text.toString()));
                }
            }
            case CALL -> {
                var tool = called.orElseThrow();
                item.put("type", "function_call").put("status", status).put("arguments", whole ? text.toString() : "")
                        .put("call_id", tool.callId()).put("name", tool.name());
            }
        }
        return item;
    }

    private ObjectNode event() {
        return Json.object().put("output_index", place);
    }

    private ObjectNode partEvent() {
        var event = event().put("item_id", id);
        if (form != CALL) {
            event.put(form.indexField(), 0);
        }
        if (form == MESSAGE) {
            event.putArray("logprobs");
        }
        return event;
    }
}
