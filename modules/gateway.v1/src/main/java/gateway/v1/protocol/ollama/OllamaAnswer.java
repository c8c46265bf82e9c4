package gateway.v1.protocol.ollama;

import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import gateway.v1.protocol.AnswerToCaller;
import gateway.v1.protocol.Caller;
import gateway.v1.protocol.CollectedAnswer;
import gateway.v1.protocol.LedgerFacts;
import usage.store.AttemptRow;
import usage.store.ErrorType;

/// Answers in Ollama's words, whole.
final class OllamaAnswer extends AnswerToCaller {

    private final OllamaPieces pieces;
    private final CollectedAnswer collected = new CollectedAnswer();

    OllamaAnswer(Caller caller, OllamaPieces pieces) {
        super(caller);
        this.pieces = pieces;
    }

    @Override
    public void write(Frame frame) {
        collected.see(frame);
    }

    /// An answer that is complete and cannot be told is still paid for: the row stays as it is.
    @Override
    public void finish(Frame last, AttemptRow row) {
        write(last);
        try {
            caller.sendJson(OllamaPieces.done(pieces.of(LedgerFacts.model(row), row.settlement().finishedAt(), collected.text(),
                    collected.reasoning(), collected.tools()), row, false));
        } catch (GatewayException e) {
            if (e.fault().type() != ErrorType.BAD_RESPONSE) {
                throw e;
            }
            caller.fail(e.fault());
        }
    }
}
