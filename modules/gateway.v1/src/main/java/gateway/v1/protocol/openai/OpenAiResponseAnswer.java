package gateway.v1.protocol.openai;

import gateway.v1.call.Frame;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import usage.store.AttemptRow;

/// Answers in the shape of OpenAI's responses, whole.
final class OpenAiResponseAnswer extends AnswerToCaller {

    private final OpenAiResponseDocument document;
    private final OpenAiResponseOutput output;

    OpenAiResponseAnswer(Caller caller, OpenAiResponseDocument document) {
        super(caller);
        this.document = document;
        this.output = new OpenAiResponseOutput(document, OpenAiResponseOutput.Events.UNTOLD);
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
}
