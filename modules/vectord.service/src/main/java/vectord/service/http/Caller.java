package vectord.service.http;

import ai.client.CallContext;
import io.helidon.common.context.Contexts;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;
import telemetry.TraceContext;

/// Who sent the request that is being served, as the gateway's door has registered it.
final class Caller {

    private static final RandomGenerator RANDOM = new SecureRandom();

    private Caller() {}

    /// Their context; always in a trace, so that the calls which one request makes can be joined.
    static CallContext context() {
        var context = Contexts.context().flatMap(request -> request.get(CallContext.class))
                .orElseGet(() -> CallContext.of("vectord.service"));
        return context.traceparent().isPresent()
                ? context
                : new CallContext(context.caller(), context.originator(), context.sessionId(), context.tags(),
                        Optional.of(TraceContext.start(RANDOM).header()));
    }
}
