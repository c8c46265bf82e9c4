package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import usage.store.Column;
import usage.store.ErrorType;
import usage.store.Outbox;
import usage.store.UsageQueries;

/// The ledger over HTTP, as JSON or, where that is accepted, as CSV.
@Path("/v1/usage")
@ApplicationScoped
@Produces({MediaType.APPLICATION_JSON, Csv.TYPE + ";qs=0.5"})
public class UsageResource {

    private static final List<String> COLUMNS = Arrays.stream(Column.values()).map(Column::wireName).toList();

    private static final int ROWS_AT_ONCE = 1000;

    private final UsageQueries queries;
    private final Outbox outbox;

    @Inject
    UsageResource(UsageQueries queries, Outbox outbox) {
        this.queries = queries;
        this.outbox = outbox;
    }

    /// For the container's proxy.
    protected UsageResource() {
        this(null, null);
    }

    /// Sums over time, in buckets.
    @GET
    public Response usage(@Context UriInfo uri) {
        var query = new UsageParameters(parameters(uri), now()).query();
        var page = queries.usage(query);
        return answer(uri, UsageDocuments.page(page, queries.completeness()), UsageTable.of(page, query.groupBy()),
                page.nextPage());
    }

    /// Single attempts, newest first.
    @GET
    @Path("/calls")
    public Response calls(@Context UriInfo uri) {
        var page = queries.calls(new CallsParameters(parameters(uri), now()).page());
        return list(uri, COLUMNS, page.rows().stream().map(RowDocuments::settled).toList(), page.nextPage());
    }

    /// One call with all of its attempts.
    @GET
    @Path("/calls/{id}")
    public Response call(@Context UriInfo uri, @PathParam("id") String id) {
        parameters(uri).refuseOthersThan(Set.of());
        var rows = queries.call(callId(id)).stream().map(RowDocuments::settled).toList();
        if (rows.isEmpty()) {
            throw new Fault(ErrorType.INVALID_REQUEST, 404, "no settled call " + id, Optional.of("id"), Map.of(), 404)
                    .asException();
        }
        return list(uri, COLUMNS, rows, Optional.empty());
    }

    /// Attempts that have begun and not ended, the newest last.
    @GET
    @Path("/in-flight")
    public Response inFlight(@Context UriInfo uri) {
        parameters(uri).refuseOthersThan(Set.of());
        var now = now();
        return list(uri, RowDocuments.IN_FLIGHT,
                queries.inFlight().stream().map(open -> RowDocuments.inFlight(open, now)).toList(), Optional.empty());
    }

    /// The journal held against the table, and all rows against what Langfuse has acknowledged.
    @GET
    @Path("/audit")
    @Produces(MediaType.APPLICATION_JSON)
    public Response audit(@Context UriInfo uri) {
        parameters(uri).refuseOthersThan(Set.of());
        var audit = queries.audit();
        outbox.compare(Instant.EPOCH);
        return Response.ok(Json.bytes(AuditDocument.of(audit, outbox.figures()))).build();
    }

    /// Single attempts of any range, the oldest first, as lines of JSON.
    @GET
    @Path("/export")
    @Produces(Export.TYPE)
    public StreamingOutput export(@Context UriInfo uri) {
        return new Export(queries, new CallsParameters(parameters(uri), now()).all(), ROWS_AT_ONCE);
    }

    /// One SELECT over the published views. A table says in a header that rows were left out.
    @POST
    @Path("/sql")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response sql(@Context UriInfo uri, InputStream body) {
        parameters(uri).refuseOthersThan(Set.of());
        var table = queries.sql(SqlRequest.read(body));
        var answer = new Answer(SqlDocuments.document(table, queries.completeness()), SqlDocuments.table(table));
        return Response.ok(answer).header("vary", "accept").header("x-lakehouse-truncated", table.truncated()).build();
    }

    private Response list(UriInfo uri, List<String> columns, List<ObjectNode> rows, Optional<String> nextPage) {
        return answer(uri, UsageDocuments.list(rows, nextPage, queries.completeness()), new Table(columns, rows), nextPage);
    }

    /// The next page is named in a header too, because a table has no room for it.
    private static Response answer(UriInfo uri, ObjectNode document, Table table, Optional<String> nextPage) {
        var answer = Response.ok(new Answer(document, table)).header("vary", "accept");
        nextPage.ifPresent(page -> answer.link(uri.getRequestUriBuilder().replaceQueryParam("page", page).build(), "next"));
        return answer.build();
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
