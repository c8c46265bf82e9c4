package gateway.v1.protocol.openai;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.protocol.Caller;
import java.time.Duration;
import java.util.Map;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's responses, whole.
final class OpenAiResponseAnswer implements AnswerWriter {

    private final Caller caller;
    private final OpenAiResponseDocument document;
    private final OpenAiResponseOutput output;

    OpenAiResponseAnswer(Caller caller, OpenAiResponseDocument document) {
        this.caller = caller;
        this.document = document;
        this.output = new OpenAiResponseOutput(document, OpenAiResponseOutput.Events.UNTOLD);
    }

    @Override
    public void begin(Duration overhead, Map<String, String> headers) {
        caller.begin(overhead, headers);
    }

    @Override
    public void write(Frame frame) {
        frame.events().forEach(output::see);
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        caller.sendJson(document.ended(output.end(OpenAiResponseDocument.cut(row).isEmpty()), row));
    }

    @Override
    public void fail(Fault fault) {
        caller.fail(fault);
    }
}
