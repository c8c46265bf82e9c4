package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawClient;
import ai.client.direct.RawExchange;
import ai.client.direct.RawRequest;
import gateway.v1.call.Protocol;
import java.util.function.Function;

/// A call as one request over HTTP.
///
/// @param at `provider/model`, for messages
/// @param protocol whose words it is in
/// @param client to whom
/// @param request as it will be sent
/// @param isPassage whether it is in the caller's words
/// @param reading reads an answer of status 200
record HttpCall(String at, Protocol protocol, RawClient client, RawRequest request, boolean isPassage,
        Function<RawExchange, ProviderAnswer> reading) implements Outgoing {

    @Override
    public ProviderAnswer send(Runnable leaving) {
        try {
            var exchange = client.exchange(request, leaving);
            if (exchange.status() != 200) {
                try (exchange) {
                    throw ProviderFaults.answered(at, protocol, exchange);
                }
            }
            return reading.apply(exchange);
        } catch (AiException e) {
            throw ProviderFaults.opening(at, e);
        }
    }
}
