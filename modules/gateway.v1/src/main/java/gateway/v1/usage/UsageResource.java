package gateway.v1.usage;

import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import usage.store.AttemptRow;
import usage.store.ErrorType;
import usage.store.UsageQueries;

/// The ledger over HTTP.
@Path("/v1/usage")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {

    private final UsageQueries queries;

    @Inject
    UsageResource(UsageQueries queries) {
        this.queries = queries;
    }

    /// For the container's proxy.
    protected UsageResource() {
        this(null);
    }

    /// Sums over time, in buckets.
    @GET
    public byte[] usage(@Context UriInfo uri) {
        var query = new UsageParameters(parameters(uri), now()).query();
        return Json.bytes(UsageDocuments.page(queries.usage(query), queries.completeness()));
    }

    /// Single attempts, newest first.
    @GET
    @Path("/calls")
    public byte[] calls(@Context UriInfo uri) {
        var page = queries.calls(new CallsParameters(parameters(uri), now()).page());
        return settled(page.rows(), page.nextPage());
    }

    /// One call with all of its attempts.
    @GET
    @Path("/calls/{id}")
    public byte[] call(@Context UriInfo uri, @PathParam("id") String id) {
        parameters(uri).refuseOthersThan(Set.of());
        var rows = queries.call(callId(id));
        if (rows.isEmpty()) {
            throw new Fault(ErrorType.INVALID_REQUEST, 404, "no settled call " + id, Optional.of("id"), Map.of(), 404)
                    .asException();
        }
        return settled(rows, Optional.empty());
    }

    /// Attempts that have begun and not ended, the newest last.
    @GET
    @Path("/in-flight")
    public byte[] inFlight(@Context UriInfo uri) {
        parameters(uri).refuseOthersThan(Set.of());
        var now = now();
        var rows = queries.inFlight().stream().map(open -> RowDocuments.inFlight(open, now)).toList();
        return Json.bytes(UsageDocuments.list(rows, Optional.empty(), queries.completeness()));
    }

    private byte[] settled(List<AttemptRow> rows, Optional<String> nextPage) {
        return Json.bytes(UsageDocuments.list(rows.stream().map(RowDocuments::settled).toList(), nextPage,
                queries.completeness()));
    }

    private static Parameters parameters(UriInfo uri) {
        return new Parameters(uri.getQueryParameters(false));
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private static UUID callId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Fault.invalid("id", "'" + id + "' is no call id").asException();
        }
    }
}
