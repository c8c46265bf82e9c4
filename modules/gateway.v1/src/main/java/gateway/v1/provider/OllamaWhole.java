package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import gateway.v1.call.Frame;
import gateway.v1.call.Json;
import java.io.IOException;
import java.util.Optional;

/// An answer of Ollama's that comes as one object.
final class OllamaWhole implements ProviderAnswer {

    /// Most bytes of a whole answer.
    static final int LONGEST = 64 << 20;

    private final String at;
    private final RawExchange exchange;
    private boolean read;

    OllamaWhole(String at, RawExchange exchange) {
        this.at = at;
        this.exchange = exchange;
    }

    @Override
    public Optional<Frame> next() {
        if (read) {
            return Optional.empty();
        }
        read = true;
        return Optional.of(new OllamaFrames(at).read(body(exchange)));
    }

    @Override
    public void close() {
        exchange.close();
    }

    /// What an error answer says, as far as it can be read.
    static String errorMessage(RawExchange exchange) {
        try {
            return Json.MAPPER.readTree(exchange.body().readNBytes(1 << 16)).path("error").asText("no reason given");
        } catch (IOException | AiException e) {
            return "no readable reason given";
        }
    }

    private byte[] body(RawExchange source) {
        try {
            byte[] body = source.body().readNBytes(LONGEST);
            if (body.length == LONGEST) {
                throw ProviderFaults.unreadable(at, new IOException("over " + LONGEST + " bytes"));
            }
            return body;
        } catch (AiException e) {
            throw ProviderFaults.reading(at, e);
        } catch (IOException e) {
            throw ProviderFaults.unreadable(at, e);
        }
    }
}
