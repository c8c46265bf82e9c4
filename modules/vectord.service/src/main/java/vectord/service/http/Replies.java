package vectord.service.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import vectord.service.json.Json;

/// Answers in this module's JSON, whatever JSON the rest of the server speaks.
final class Replies {

    private Replies() {}

    static Response json(int status, Object entity) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(Json.bytes(entity)).build();
    }
}
