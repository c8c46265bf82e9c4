package vectord.service.http;

import ai.client.AiClient;
import ai.client.CallContext;
import ai.client.Originator;
import io.helidon.common.context.Contexts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import telemetry.EndedSpan;
import telemetry.SpanLog;

/// What boot and the gateway's door bring in the whole system: the client, and each request's call context.
@Provider
@ApplicationScoped
public class TestBeans implements ContainerRequestFilter {

    static volatile AiClient client;

    @Produces
    @Singleton
    AiClient client() {
        return client;
    }

    /// What was traced, in the order in which it was over.
    static final List<EndedSpan> SPANS = new CopyOnWriteArrayList<>();

    @Produces
    @Singleton
    SpanLog spans() {
        return SPANS::add;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var key = Optional.ofNullable(request.getHeaderString("test-key"));
        if (key.isPresent()) {
            Contexts.context().orElseThrow()
                    .register(new CallContext("a client", new Originator(key, Optional.of("ann")), Optional.of("session-1"),
                            List.of("blue"), Optional.ofNullable(request.getHeaderString("traceparent"))));
        }
    }
}
