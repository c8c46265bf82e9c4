package gateway.v1.protocol.ollama;

import gateway.v1.call.Call;
import gateway.v1.call.ChatMessage.ToolCall;
import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import gateway.v1.call.ModelEvent;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.LedgerFacts;
import gateway.v1.protocol.ToolCalls;
import java.util.Collection;
import java.util.List;
import usage.store.AttemptRow;
import usage.store.ErrorType;

/// Answers in Ollama's words, line by line. Tool calls come whole in a line of their own, as they do from Ollama. An error
/// after the first line is a line itself, and no line with `done` follows it.
final class OllamaStream extends AnswerToCaller {

    private final Call call;
    private final OllamaPieces pieces;
    private final ToolCalls tools = new ToolCalls();
    private String model = "";

    OllamaStream(Caller caller, Call call, OllamaPieces pieces) {
        super(caller);
        this.call = call;
        this.pieces = pieces;
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(event -> {
            switch (event) {
                case ModelEvent.Started(var answering, var id) -> model = answering.orElse(model);
                case ModelEvent.Text(var text) -> line(text, "", List.of());
                case ModelEvent.Reasoning(var text) -> line("", text, List.of());
                case ModelEvent.ToolBegun begun -> tools.see(begun);
                case ModelEvent.ToolArguments arguments -> tools.see(arguments);
                case ModelEvent.Embedded _,ModelEvent.Ranked _,ModelEvent.Alternative _,ModelEvent.Used _,ModelEvent.Finished _ -> {
                    // Told at the end, from the row.
                }
            }
        });
    }

    /// An answer that is complete and cannot be told is still paid for: the row stays as it is.
    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        model = LedgerFacts.model(row);
        try {
            if (!tools.isEmpty()) {
                line("", "", tools.all());
            }
        } catch (GatewayException e) {
            if (e.fault().type() != ErrorType.BAD_RESPONSE) {
                throw e;
            }
            caller.fail(e.fault());
            return;
        }
        caller.line(OllamaPieces.done(pieces.of(model, row.settlement().finishedAt(), "", "", List.of()), row, true));
        caller.end();
    }

    private void line(String text, String thinking, Collection<ToolCall> calls) {
        var now = call.admission().acceptedAt().plus(call.admission().elapsed());
        caller.line(pieces.of(model, now, text, thinking, calls).put("done", false));
    }
}
