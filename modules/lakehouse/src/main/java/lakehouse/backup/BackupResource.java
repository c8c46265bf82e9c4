package lakehouse.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;
import org.eclipse.microprofile.config.Config;
import usage.store.LedgerBackups;
import vectord.service.CollectionBackups;

/// Backs the service up while it goes on.
@Path("/v1/admin/backup")
@ApplicationScoped
public class BackupResource {

    private static final System.Logger LOG = System.getLogger(BackupResource.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Backups backups;

    @Inject
    BackupResource(LedgerBackups ledger, CollectionBackups collections, Config config) {
        backups = new Backups(new Parts.Open(ledger, collections), config);
    }

    /// For the container's proxy.
    protected BackupResource() {
        backups = null;
    }

    /// Answers when the backup is whole, and says where it is.
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response make(byte[] body) {
        try {
            var made = backups.make(to(body));
            LOG.log(Level.INFO, "backed up to {0}", made.path("path").asText());
            return answer(200, made);
        } catch (LakehouseException e) {
            return switch (e.code()) {
                case CONFIGURATION -> refused(400, "invalid_request_error", "invalid_request", e);
                case IN_USE -> refused(429, "rate_limit_error", "limit", e);
                case FAILED -> {
                    LOG.log(Level.ERROR, "no backup was made", e);
                    yield refused(503, "server_error", "internal", e);
                }
            };
        }
    }

    private static Optional<String> to(byte[] body) {
        if (body.length == 0) {
            return Optional.empty();
        }
        var request = parsed(body);
        if (!request.isObject() || request.properties().stream().anyMatch(field -> !field.getKey().equals("to"))) {
            throw new LakehouseException(Code.CONFIGURATION, "needed is a JSON object with nothing but \"to\"");
        }
        var to = request.path("to");
        if (!to.isMissingNode() && !to.isTextual()) {
            throw new LakehouseException(Code.CONFIGURATION, "to: needed is a string");
        }
        return Optional.of(to.asText()).filter(text -> !text.isEmpty());
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new LakehouseException(Code.CONFIGURATION, "the body is not JSON", e);
        } catch (IOException e) {
            throw new LakehouseException(Code.CONFIGURATION, "the body cannot be read", e);
        }
    }

    private static Response refused(int status, String type, String code, LakehouseException e) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("message", e.getMessage()).put("type", type).putNull("param").put("code", code);
        return answer(status, body);
    }

    private static Response answer(int status, JsonNode body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(body.toString()).build();
    }
}
