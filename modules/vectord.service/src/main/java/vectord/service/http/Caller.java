package vectord.service.http;

import ai.client.CallContext;
import io.helidon.common.context.Contexts;

/// Who sent the request that is being served, as the gateway's door has registered it.
final class Caller {

    private Caller() {}

    /// Their context.
    static CallContext context() {
        return Contexts.context().flatMap(request -> request.get(CallContext.class))
                .orElseGet(() -> CallContext.of("vectord.service"));
    }
}
