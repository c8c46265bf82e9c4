package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Fault;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import usage.store.AttemptRow;

/// Answers with the provider's own bytes, where both sides speak Ollama's protocol. An error after the first line is a
/// line itself, and none with `done` follows it.
///
/// @param caller the way back
/// @param stream whether in lines
record PassedThrough(Caller caller, boolean stream) implements AnswerWriter {

    private static final String LINES = "application/x-ndjson";

    @Override
    public void begin(Duration overhead) {
        caller.begin(overhead);
    }

    @Override
    public void write(Frame frame) {
        caller.stream(LINES, frame.raw());
    }

    @Override
    public void finish(Frame last, AttemptRow row) {
        if (stream) {
            caller.stream(LINES, last.raw());
            caller.end();
        } else {
            caller.send("application/json", last.raw());
        }
    }

    @Override
    public void fail(Fault fault) {
        if (caller.isStreaming()) {
            caller.stream(LINES, (Json.object().put("error", fault.message()) + "\n").getBytes(StandardCharsets.UTF_8));
            caller.end();
        } else {
            caller.error(fault);
        }
    }
}
