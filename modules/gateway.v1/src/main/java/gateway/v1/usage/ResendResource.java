package gateway.v1.usage;

import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.protocol.Body;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import usage.store.ErrorType;
import usage.store.Outbox;

/// Has Langfuse told of a range again.
@Path("/v1/admin/resend")
@ApplicationScoped
public class ResendResource {

    private static final Set<String> KNOWN = Set.of("start_time", "end_time");

    private final Outbox outbox;

    @Inject
    ResendResource(Outbox outbox) {
        this.outbox = outbox;
    }

    /// For the container's proxy.
    protected ResendResource() {
        this(null);
    }

    /// Answers once all of it waits to be sent, behind what waited before.
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response resend(byte[] bytes) {
        var body = Body.orEmpty(bytes);
        body.refuseOthers(KNOWN, Set.of());
        var start = Times.of(body, "start_time")
                .orElseThrow(() -> Fault.invalid("start_time", "start_time is missing").asException());
        var end = Times.of(body, "end_time").orElseGet(() -> now().plusSeconds(1));
        if (!start.isBefore(end)) {
            throw Fault.invalid("start_time", "start_time must be before end_time").asException();
        }
        if (!outbox.figures().on()) {
            throw new Fault(ErrorType.INVALID_REQUEST, 409, "nobody is told: langfuse.url is not configured", Optional.empty(),
                    Map.of(), 409).asException();
        }
        long attempts = outbox.sendAgain(start, end);
        return Response.ok(Json.bytes(Json.object().put("object", "resend").put("attempts", attempts))).build();
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }
}
