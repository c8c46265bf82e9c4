package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// A provider's list of models: a document whose `data` are the entries, as OpenAI's protocol and Anthropic's have it.
///
/// @param server whose
/// @param path where it is
public record Listing(Upstream server, String path) {

    /// The models, as the provider orders them.
    ///
    /// @param entry makes a model of an entry
    /// @throws gateway.v1.call.GatewayException where it does not answer, or with no list
    public List<ListedModel> models(Function<ObjectNode, ListedModel> entry) {
        try {
            return StreamSupport.stream(read().path("data").spliterator(), false).filter(ObjectNode.class::isInstance)
                    .map(model -> entry.apply((ObjectNode) model)).toList();
        } catch (AiException e) {
            throw ProviderFaults.unavailable("provider '" + server.name() + "' cannot be asked which models it has", e);
        }
    }

    /// Asks for it, to see whether the provider answers.
    ///
    /// @throws gateway.v1.call.GatewayException where it does not
    public void reach() {
        try {
            read();
        } catch (AiException e) {
            throw ProviderFaults.opening(server.name(), e);
        }
    }

    private JsonNode read() {
        try (var exchange = server.client().exchange(new RawRequest("GET", path, server.headers(), new byte[0]))) {
            if (exchange.status() != 200) {
                throw new AiException(exchange.status(), path + " answered " + exchange.status());
            }
            return Json.MAPPER.readTree(exchange.body());
        } catch (IOException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, path + " cannot be read", e);
        }
    }
}
