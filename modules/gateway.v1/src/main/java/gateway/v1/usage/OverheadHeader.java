package gateway.v1.usage;

import gateway.v1.call.Admission;
import io.helidon.common.context.Contexts;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;

/// What every answer carries, on those that JAX-RS makes: where no model is called, all the time was ours.
@Provider
public final class OverheadHeader implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Contexts.context().flatMap(context -> context.get(Admission.class)).ifPresent(admission -> response.getHeaders()
                .putSingle("x-lakehouse-overhead-ms", String.format(Locale.ROOT, "%.3f", admission.elapsed().toNanos() / 1e6)));
    }
}
