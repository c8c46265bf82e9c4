package vectord.service.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/// Gives problem details to errors under `/vectors` that the server itself makes without a body: no such path, no such
/// method.
@Provider
@ApplicationScoped
public class BareErrors implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var path = request.getUriInfo().getPath();
        boolean ours = path.equals("vectors") || path.startsWith("vectors/");
        if (ours && response.getStatus() >= 400 && !response.hasEntity()) {
            response.setEntity(Problem.of(response.getStatus(), response.getStatusInfo().getReasonPhrase()).json(), null,
                    MediaType.valueOf(Problem.mediaType()));
        }
    }
}
