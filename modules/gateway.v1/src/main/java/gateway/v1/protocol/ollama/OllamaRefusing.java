package gateway.v1.protocol.ollama;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Call;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Selection;
import java.time.Duration;
import java.util.Map;
import usage.store.AttemptRow;
import usage.store.ErrorType;

/// Answers that tell a model which is not there in Ollama's own words, by which its clients know that failure.
///
/// @param call what was asked
/// @param writer writes all else
public record OllamaRefusing(Call call, AnswerWriter writer) implements AnswerWriter {

    /// The fault in Ollama's words.
    public static Fault inItsWords(Fault fault, Selection selection) {
        return fault.type() == ErrorType.UNKNOWN_MODEL && selection.model().isPresent()
                ? new Fault(fault.type(), fault.httpStatus(), "model '" + selection.model().get() + "' not found", fault.param(),
                        fault.headers(), fault.rowStatus())
                : fault;
    }

    @Override
    public void begin(Duration overhead, Map<String, String> headers) {
        writer.begin(overhead, headers);
    }

    @Override
    public void write(Frame frame) {
        writer.write(frame);
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        writer.finish(last, row);
    }

    @Override
    public void fail(Fault fault) {
        writer.fail(inItsWords(fault, call.request().selection()));
    }
}
