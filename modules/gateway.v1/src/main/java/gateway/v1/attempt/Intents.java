package gateway.v1.attempt;

import gateway.v1.call.Call;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import usage.store.AttemptKey;
import usage.store.Intent;

/// What is written down of an attempt before it is made.
final class Intents {

    private Intents() {}

    /// @param number which attempt of the call it is, from 1
    static Intent of(Call call, Target target, int number) {
        var admission = call.admission();
        var request = call.request();
        var span = admission.span().child(ThreadLocalRandom.current());
        return new Intent(new AttemptKey(admission.callId(), number),
                new Intent.Identity(admission.callId().toString(), admission.groupId(), Optional.of(span.traceId()),
                        Optional.of(span.spanId()), Optional.of(admission.span().spanId()), admission.callerSpanId()),
                admission.who(),
                new Intent.What(call.endpoint().path(), request.operation(), target.route(),
                        Optional.of(target.provider().name()),
                        request.selection().model(), Optional.of(target.model()), request.stream()),
                admission.acceptedAt());
    }
}
