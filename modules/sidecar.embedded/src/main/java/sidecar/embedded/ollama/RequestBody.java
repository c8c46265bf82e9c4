package sidecar.embedded.ollama;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.media.ReadableEntity;
import java.io.IOException;
import java.io.UncheckedIOException;
import sidecar.embedded.SidecarException;
import sidecar.embedded.SidecarException.Code;

/// Reads the JSON object that a request's body must be, whatever its content type says.
final class RequestBody {

    /// Most bytes of it.
    static final int LARGEST = 32 << 20;

    private static final JsonMapper JSON = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LARGEST).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private RequestBody() {}

    /// @throws SidecarException `BAD_REQUEST` when it is missing, no JSON or no object
    static Fields read(ReadableEntity body) {
        var bytes = body.hasEntity() ? body.as(byte[].class) : new byte[0];
        if (bytes.length == 0) {
            throw Fields.refused("missing request body");
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return new Fields(object);
            }
            throw Fields.refused("the request body must be a JSON object");
        } catch (JacksonException e) {
            throw new SidecarException(Code.BAD_REQUEST, "the request body is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
