package gateway.v1.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import gateway.v1.protocol.Body;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import usage.store.Snapshot;
import usage.store.Snapshots;

/// Copies the ledger's database while the service goes on.
@Path("/v1/admin/snapshot")
@ApplicationScoped
public class SnapshotResource {

    private final Snapshots snapshots;

    @Inject
    SnapshotResource(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /// For the container's proxy.
    protected SnapshotResource() {
        this(null);
    }

    /// Answers when the copy is whole, and says where it is.
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response make(byte[] body) {
        if (body.length > 0) {
            Body.parse(body).refuseOthers(Set.of(), Set.of());
        }
        return Response.ok(Json.bytes(document(snapshots.make()))).build();
    }

    private static ObjectNode document(Snapshot snapshot) {
        var document = Json.object().put("object", "snapshot").put("name", snapshot.path().getFileName().toString())
                .put("path", snapshot.path().toString()).put("bytes", snapshot.bytes())
                .put("seconds", snapshot.took().toMillis() / 1e3);
        document.set("completeness", UsageDocuments.completeness(snapshot.completeness()));
        return document;
    }
}
