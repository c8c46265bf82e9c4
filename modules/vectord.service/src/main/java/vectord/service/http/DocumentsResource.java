package vectord.service.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import telemetry.SpanAttributes;
import vectord.service.CollectionName;
import vectord.service.Failure;
import vectord.service.collection.Collections;
import vectord.service.collection.Ticket;
import vectord.service.collection.Tuning;
import vectord.service.http.VectorsTimes.Kind;

/// Documents of a collection.
@Path("/vectors/{collection}/documents")
@ApplicationScoped
public class DocumentsResource {

    private final Collections collections;
    private final Tuning tuning;
    private final Trails trails;
    private final VectorsTimes times;

    @Inject
    DocumentsResource(Collections collections, Tuning tuning, Trails trails, VectorsTimes times) {
        this.collections = collections;
        this.tuning = tuning;
        this.trails = trails;
        this.times = times;
    }

    /// Takes documents in: 202 once they are in the write-ahead log, or with `wait` 200 once they are searchable or have
    /// failed.
    @POST
    public Response put(@PathParam("collection") String name, @HeaderParam("content-type") @DefaultValue("none") String type,
            @QueryParam("wait") @DefaultValue("false") String wait, byte[] body) {
        return times.of(Kind.INGEST, () -> ingested(name, type, wait, body));
    }

    @GET
    @Path("{id}")
    public Response show(@PathParam("collection") String name, @PathParam("id") String id) {
        return Replies.json(200, collections.get(new CollectionName(name)).document(id));
    }

    /// Takes a document out: 202 once that is in the write-ahead log, or with `wait` 204 once it is not found any more.
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("collection") String name, @PathParam("id") String id,
            @QueryParam("wait") @DefaultValue("false") String wait) {
        boolean waits = Parameter.flag("wait", wait);
        Ticket ticket = collections.get(new CollectionName(name)).delete(id);
        return Response.status(waits && ticket.await(tuning.waitLimit()) ? 204 : 202).build();
    }

    private Response ingested(String name, String type, String wait, byte[] body) {
        boolean waits = Parameter.flag("wait", wait);
        var collection = collections.get(new CollectionName(name));
        collections.requireRoom();
        var batch = DocumentsBody.read(type, body);
        return trails.request("ingest", trail -> {
            trail.with(SpanAttributes.LAKEHOUSE_COLLECTION, name).with(SpanAttributes.LAKEHOUSE_DOCUMENTS,
                    (long) batch.accepted().size());
            var ticket = collection.put(batch.accepted(), trail.context());
            boolean complete = waits && ticket.await(tuning.waitLimit());
            return Replies.json(complete ? 200 : 202, new Ingested("ingest", name, batch.accepted().size(), batch.rejected(),
                    batch.verdicts(), ticket.failures()));
        });
    }

    /// What became of a request's documents.
    ///
    /// @param accepted documents that are in the write-ahead log
    /// @param rejected documents that are not
    /// @param verdicts what is to be said of single ones
    /// @param failures accepted ones whose embedding has failed so far; tried again
    record Ingested(String object, String collection, int accepted, long rejected, List<Verdict> verdicts,
            List<Failure> failures) {}
}
