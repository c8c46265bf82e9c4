package gateway.v1.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import usage.store.Repricing;

/// Charges settled attempts anew, by the prices that are configured now.
@Path("/v1/admin/reprice")
@ApplicationScoped
public class RepriceResource {

    private final Repricing repricing;

    @Inject
    RepriceResource(Repricing repricing) {
        this.repricing = repricing;
    }

    /// For the container's proxy.
    protected RepriceResource() {
        this(null);
    }

    /// Answers with lines of JSON: how far it has come, and at the end what it has done.
    @POST
    @Produces(Export.TYPE)
    public StreamingOutput reprice(byte[] body) {
        return new RepriceProgress(repricing.begin(RepriceRequest.read(body, Clock.systemUTC().instant())));
    }
}
