package gateway.v1.protocol;

import gateway.v1.attempt.AnswerWriter;
import gateway.v1.call.Fault;
import java.time.Duration;
import java.util.Map;

/// What all answers in a protocol's own words have in common: the way back.
public abstract class AnswerToCaller implements AnswerWriter {

    protected final Caller caller;

    protected AnswerToCaller(Caller caller) {
        this.caller = caller;
    }

    @Override
    public final void begin(Duration overhead, Map<String, String> headers) {
        caller.begin(overhead, headers);
    }

    @Override
    public void fail(Fault fault) {
        caller.fail(fault);
    }
}
