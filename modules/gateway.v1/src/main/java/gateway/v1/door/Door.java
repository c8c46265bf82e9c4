package gateway.v1.door;

import gateway.v1.call.Admission;
import gateway.v1.call.ClientSocket;
import gateway.v1.call.Endpoint;
import gateway.v1.call.Fault;
import gateway.v1.call.Refusals;
import gateway.v1.protocol.ErrorShape;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.logging.common.HelidonMdc;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import telemetry.CallIds;
import telemetry.TraceContext;
import usage.store.ErrorType;

/// Stands in front of everything: gives each request its id, checks credentials, scope and (without keys) the origin,
/// and registers who came in with the request's context. Whoever has no business here is counted, not rowed.
public final class Door implements Filter {

    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    private final KeyRing keys;
    private final Refusals refusals;
    private final InstantSource clock;
    private final CallIds ids = new CallIds();

    public Door(KeyRing keys, Refusals refusals, InstantSource clock) {
        this.keys = keys;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long startNanos = System.nanoTime();
        var acceptedAt = clock.instant();
        var id = ids.next();
        response.header(REQUEST_ID, id.toString());
        var path = request.path().path();
        ErrorShape.of(path).requestIdHeader().ifPresent(name -> response.header(name, id.toString()));
        if (!AccessTable.knows(path)) {
            turnAway(path, response, "not_found", new Fault(ErrorType.INVALID_REQUEST, 404, "there is nothing at " + path));
            return;
        }
        if (!keys.isNeeded()) {
            var objection = LoopbackGuard.objection(request.headers());
            if (objection.isPresent()) {
                turnAway(path, response, "origin", new Fault(ErrorType.FORBIDDEN, 403, objection.get()));
                return;
            }
        }
        var needed = AccessTable.scopeOf(path);
        var visitor = needed.isEmpty() ? Optional.of(Visitor.ANYONE) : keys.identify(request.headers());
        if (visitor.isEmpty()) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
            turnAway(path, response, "unauthenticated",
                    new Fault(ErrorType.FORBIDDEN, 401, "a valid API key is needed: Authorization: Bearer …, or x-api-key"));
            return;
        }
        var admission = admit(request, visitor.get(), id, acceptedAt, startNanos);
        var objection = needed.filter(scope -> !visitor.get().scopes().contains(scope)).map(scope -> lacking(scope, path))
                .or(() -> PackedBodies.objection(request.headers(), needed));
        if (objection.isPresent()) {
            refuse(admission, path, response, objection.get());
            return;
        }
        request.context().register(admission);
        request.context().register(Introduction.context(admission.who(), admission.span().header()));
        proceed(chain, admission);
    }

    /// What is written to the log meanwhile carries the ids of call and trace.
    private static void proceed(FilterChain chain, Admission admission) {
        HelidonMdc.set("call_id", admission.callId().toString());
        HelidonMdc.set("trace_id", admission.span().traceId());
        try {
            chain.proceed();
        } finally {
            HelidonMdc.remove("call_id");
            HelidonMdc.remove("trace_id");
        }
    }

    private Admission admit(RoutingRequest request, Visitor visitor, UUID id, Instant acceptedAt, long startNanos) {
        var sent = request.headers().first(TRACEPARENT).flatMap(TraceContext::parse);
        var trust = visitor.internal()
                ? Standing.Trust.WITHIN
                : isLoopback(request) ? Standing.Trust.CONTINUED : Standing.Trust.NONE;
        var standing = Standing.of(sent, trust, ThreadLocalRandom.current());
        return new Admission(id, acceptedAt, startNanos, Introduction.of(visitor, request.headers()), standing.groupId(),
                standing.span(), standing.callerSpanId(), socket(request));
    }

    private void turnAway(String path, RoutingResponse response, String reason, Fault fault) {
        refusals.count(reason);
        ErrorShape.of(path).write(response, fault);
    }

    private static Fault lacking(Scope needed, String path) {
        return new Fault(ErrorType.FORBIDDEN, 403,
                "this key lacks the scope '" + needed.name().toLowerCase(Locale.ROOT) + "' that " + path + " needs");
    }

    private void refuse(Admission admission, String path, RoutingResponse response, Fault fault) {
        Endpoint.at(path).ifPresentOrElse(endpoint -> refusals.refuse(admission, endpoint, fault),
                () -> refusals.count(fault.type().wireName()));
        ErrorShape.of(path).write(response, fault);
    }

    private static Optional<ClientSocket> socket(RoutingRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress client && client.getAddress() != null
                ? Optional.of(new ClientSocket(client.getAddress(), client.getPort(), request.localPeer().port()))
                : Optional.empty();
    }

    private static boolean isLoopback(RoutingRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer && peer.getAddress().isLoopbackAddress();
    }
}
