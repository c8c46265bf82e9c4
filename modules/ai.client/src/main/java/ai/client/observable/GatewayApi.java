package ai.client.observable;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;

/// The gateway's endpoints as the observable client uses them.
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
public interface GatewayApi extends Closeable {

    /// A whole answer, in the shape of OpenAI's chat completions.
    @POST
    @Path("/chat")
    @Produces(MediaType.APPLICATION_JSON)
    Response chat(@BeanParam CallHeaders headers, String body);

    /// An answer in server-sent events.
    @POST
    @Path("/chat")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Response chatStream(@BeanParam CallHeaders headers, String body);

    /// Embeddings, in OpenAI's shape.
    @POST
    @Path("/embeddings")
    @Produces(MediaType.APPLICATION_JSON)
    Response embeddings(@BeanParam CallHeaders headers, String body);

    /// A ranking, in Cohere's shape.
    @POST
    @Path("/rerank")
    @Produces(MediaType.APPLICATION_JSON)
    Response rerank(@BeanParam CallHeaders headers, String body);
}
