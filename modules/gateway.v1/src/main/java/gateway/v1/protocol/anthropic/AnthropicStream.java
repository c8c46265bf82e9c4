package gateway.v1.protocol.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.LedgerFacts;
import usage.store.AttemptRow;
import usage.store.ErrorType;

/// Answers in the shape of Anthropic's messages, as server-sent events: blocks one after the other, each with its start and its
/// stop. What was used is told at the end; an error after the first event is an event itself, and no `message_stop` follows it.
final class AnthropicStream extends AnswerToCaller {

    /// What the block that is open holds.
    private enum Kind {
        NONE, TEXT, THINKING, TOOL
    }

    private final Call call;
    private final boolean showsThinking;
    private Kind open = Kind.NONE;
    private int blocks;
    private int tool = -1;
    private String model = "";

    /// @param showsThinking whether the caller wants to see what the model thinks
    AnthropicStream(Caller caller, Call call, boolean showsThinking) {
        super(caller);
        this.call = call;
        this.showsThinking = showsThinking;
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(event -> {
            switch (event) {
                case ModelEvent.Started(var answering, var id) -> model = answering.orElse(model);
                case ModelEvent.Text(var text) -> {
                    open(Kind.TEXT, AnthropicShape.text(""));
                    delta(Json.object().put("type", "text_delta").put("text", text));
                }
                case ModelEvent.Reasoning(var text) when showsThinking -> {
                    open(Kind.THINKING, AnthropicShape.thinking(""));
                    delta(Json.object().put("type", "thinking_delta").put("thinking", text));
                }
                case ModelEvent.ToolBegun(int index, var id, var name) -> {
                    close();
                    tool = index;
                    var block = AnthropicShape.toolUse(id, name);
                    block.putObject("input");
                    open(Kind.TOOL, block);
                }
                case ModelEvent.ToolArguments(int index, var json) -> arguments(index, json);
                case ModelEvent.Reasoning _,ModelEvent.Embedded _,ModelEvent.Ranked _,ModelEvent.Alternative _,ModelEvent.Used _,ModelEvent.Finished _ -> {
                    // Not wanted, or told at the end from the row.
                }
            }
        });
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        close();
        model = LedgerFacts.model(row);
        start();
        var end = Json.object().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", AnthropicShape.stopReason(row)).putNull("stop_sequence");
        event(end.set("usage", AnthropicShape.usage(row.settlement().tokens())));
        event(Json.object().put("type", "message_stop"));
        caller.end();
    }

    /// One call after the other is how models write them, and how this protocol tells them.
    private void arguments(int index, String json) {
        if (open != Kind.TOOL || index != tool) {
            throw new Fault(ErrorType.BAD_RESPONSE, 502,
                    "the provider's tool calls are mixed with each other, which Anthropic's protocol cannot tell").asException();
        }
        delta(Json.object().put("type", "input_json_delta").put("partial_json", json));
    }

    /// Opens a block, unless one of its kind is open already.
    private void open(Kind kind, ObjectNode block) {
        if (open != kind) {
            close();
            start();
            open = kind;
            event(Json.object().put("type", "content_block_start").put("index", blocks).set("content_block", block));
        }
    }

    private void delta(ObjectNode delta) {
        event(Json.object().put("type", "content_block_delta").put("index", blocks).set("delta", delta));
    }

    private void close() {
        if (open != Kind.NONE) {
            event(Json.object().put("type", "content_block_stop").put("index", blocks++));
            open = Kind.NONE;
        }
    }

    /// The message begins with its first block. Counts are of what was counted so far: nothing.
    private void start() {
        if (!caller.isStreaming()) {
            var message = AnthropicShape.message(call, model);
            message.putObject("usage").put("input_tokens", 0).put("output_tokens", 0);
            event(Json.object().put("type", "message_start").set("message", message));
            event(Json.object().put("type", "ping"));
        }
    }

    private void event(ObjectNode data) {
        caller.event(data.path("type").textValue(), data);
    }
}
