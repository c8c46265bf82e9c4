package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawClient;
import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gateway.v1.call.Json;
import gateway.v1.call.Passage;
import gateway.v1.call.Protocol;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The server of a provider, and what is sent to it.
///
/// @param name the provider's, for messages
/// @param protocol which it speaks
/// @param client to whom
/// @param headers sent along with everything
public record Upstream(String name, Protocol protocol, RawClient client, Map<String, String> headers) {

    public Upstream {
        headers = Map.copyOf(headers);
    }

    /// A call in words of ours.
    ///
    /// @param at `provider/model`, for messages
    /// @param reading reads an answer of status 200
    public Outgoing call(String at, String path, ObjectNode body, Function<RawExchange, ProviderAnswer> reading) {
        return new HttpCall(at, protocol, client, new RawRequest("POST", path, headers, Json.bytes(body)), false, reading);
    }

    /// A call in the caller's words.
    ///
    /// @param at `provider/model`, for messages
    /// @param body what is sent of it, with the model as the provider names it
    /// @param reading reads an answer of status 200
    public Outgoing pass(String at, Passage passage, ObjectNode body, Function<RawExchange, ProviderAnswer> reading) {
        var all = new HashMap<>(headers);
        all.putAll(passage.headers());
        return new HttpCall(at, protocol, client, new RawRequest("POST", passage.path(), all, Json.bytes(body)), true, reading);
    }

    /// What it says that is not asked to call a model, as it came.
    ///
    /// @param question what is asked; empty: the path says it all
    /// @throws gateway.v1.call.GatewayException where it does not answer, or with an error
    public byte[] look(String path, Optional<ObjectNode> question) {
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
