package gateway.v1.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import usage.store.AttemptRow;

/// Answers that come in one frame and go out as one JSON document.
///
/// @param caller the way back
/// @param shape makes the document
public record WholeAnswer(Caller caller, BiFunction<Frame, AttemptRow, JsonNode> shape) implements AnswerWriter {

    @Override
    public void begin(Duration overhead, Map<String, String> headers) {
        caller.begin(overhead, headers);
    }

    @Override
    public void write(Frame frame) {
        throw new IllegalStateException("an answer of one frame has no frame before the last");
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        caller.sendJson(shape.apply(last, row));
    }

    @Override
    public void fail(Fault fault) {
        caller.fail(fault);
    }
}
