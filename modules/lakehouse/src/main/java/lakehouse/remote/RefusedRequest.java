package lakehouse.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// What a service says of a request that it does not answer, in whichever of the shapes of errors it says it.
final class RefusedRequest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RefusedRequest() {}

    static LakehouseException asException(URI uri, int status, String body) {
        boolean asked = status / 100 == 4 && status != 429;
        return new LakehouseException(asked ? Code.CONFIGURATION : Code.FAILED,
                message(body).map(said -> status == 401 || status == 403 ? said + " (--key or LAKEHOUSE_KEY)" : said)
                        .orElse(uri + " answers with status " + status));
    }

    private static Optional<String> message(String body) {
        try {
            var document = JSON.readTree(body);
            return Stream.of("/error/message", "/error", "/detail").map(document::at).filter(node -> node.isTextual())
                    .map(node -> node.textValue()).findFirst();
        } catch (JsonProcessingException e) {
            // Not from Lakehouse: its status is all that can be told.
            return Optional.empty();
        }
    }
}
