package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import gateway.v1.call.ModelEvent;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.ErrorShape;
import gateway.v1.protocol.LedgerFacts;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's responses, as server-sent events that are numbered. An error after the first event is an
/// event itself, and no `response.completed` follows it.
final class OpenAiResponseStream extends AnswerToCaller {

    private final OpenAiResponseDocument document;
    private final OpenAiResponseOutput output;
    private int told;

    OpenAiResponseStream(Caller caller, OpenAiResponseDocument document) {
        super(caller);
        this.document = document;
        this.output = new OpenAiResponseOutput(document, this::tell);
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(event -> {
            start(event instanceof ModelEvent.Started(var model, var id) ? model.orElse("") : "");
            output.see(event);
        });
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        start(LedgerFacts.model(row));
        boolean complete = OpenAiResponseDocument.cut(row).isEmpty();
        var response = document.ended(output.end(complete), row);
        tell(complete ? "response.completed" : "response.incomplete", Json.object().set("response", response));
        caller.end();
    }

    @Override
    public void fail(Fault fault) {
        if (caller.isStreaming()) {
            tell("error", ErrorShape.responsesEvent(fault));
            caller.end();
        } else {
            caller.fail(fault);
        }
    }

    private void start(String model) {
        if (told == 0) {
            tell("response.created", Json.object().set("response", document.begun(model)));
            tell("response.in_progress", Json.object().set("response", document.begun(model)));
        }
    }

    private void tell(String type, ObjectNode event) {
        var numbered = Json.object().put("type", type).put("sequence_number", told++);
        caller.event(type, numbered.setAll(event));
    }
}
