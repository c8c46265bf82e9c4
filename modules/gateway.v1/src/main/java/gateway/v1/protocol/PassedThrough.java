package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import java.time.Duration;
import java.util.Map;
import usage.store.AttemptRow;

/// Answers with the provider's own bytes, where both sides speak the same protocol. An error after the first piece is a
/// piece itself, and no proper end follows it.
///
/// @param caller the way back
public record PassedThrough(Caller caller) implements AnswerWriter {

    @Override
    public void begin(Duration overhead, Map<String, String> headers) {
        caller.begin(overhead, headers);
    }

    @Override
    public void write(Frame frame) {
        caller.stream(frame.raw());
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        if (last.isDocument()) {
            caller.send("application/json", last.raw());
        } else {
            caller.stream(last.raw());
            caller.end();
        }
    }

    @Override
    public void fail(Fault fault) {
        caller.fail(fault);
    }
}
