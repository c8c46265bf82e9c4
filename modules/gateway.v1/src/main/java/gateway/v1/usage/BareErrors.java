package gateway.v1.usage;

import gateway.v1.call.Fault;
import gateway.v1.call.Json;
import gateway.v1.protocol.ErrorShape;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import usage.store.ErrorType;

/// Gives their shape to errors under `/v1` that the server itself makes without a body: no such path, no such method.
@Provider
public final class BareErrors implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var path = "/" + request.getUriInfo().getPath();
        if (path.startsWith("/v1/") && response.getStatus() >= 400 && !response.hasEntity()) {
            var fault = new Fault(ErrorType.INVALID_REQUEST, response.getStatus(),
                    request.getMethod() + " " + path + ": " + response.getStatusInfo().getReasonPhrase());
            response.setEntity(Json.bytes(ErrorShape.OPENAI.body(fault)), null, MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
