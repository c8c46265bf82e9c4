package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawClient;
import ai.client.direct.RawRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import gateway.v1.call.Protocol;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// What a server says that is not asked to call a model.
///
/// @param name the provider's, for messages
/// @param protocol which it speaks
/// @param client to whom
/// @param headers sent along
public record Looking(String name, Protocol protocol, RawClient client, Map<String, String> headers) {

    /// As it came.
    ///
    /// @param question what is asked; empty: the path says it all
    /// @throws gateway.v1.call.GatewayException where it does not answer, or with an error
    public byte[] at(String path, Optional<ObjectNode> question) {
        var request = new RawRequest(question.isPresent() ? "POST" : "GET", path, headers,
                question.map(Json::bytes).orElseGet(() -> new byte[0]));
        try (var exchange = client.exchange(request)) {
            if (exchange.status() != 200) {
                throw ProviderFaults.answered(name, protocol, exchange);
            }
            return exchange.body().readNBytes(WholeBody.LONGEST);
        } catch (AiException e) {
            throw ProviderFaults.opening(name, e);
        } catch (IOException e) {
            throw ProviderFaults.unreadable(name, e);
        }
    }
}
