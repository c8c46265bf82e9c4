package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import gateway.v1.call.BodyBytes;
import gateway.v1.call.Frame;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An answer that comes as one document.
public final class WholeBody implements ProviderAnswer {

    /// Most bytes of a whole answer.
    public static final int LONGEST = 64 << 20;

    private final String at;
    private final RawExchange exchange;
    private final FrameReader reader;
    private boolean read;

    /// @param at `provider/model`, for messages
    public WholeBody(String at, RawExchange exchange, FrameReader reader) {
        this.at = at;
        this.exchange = exchange;
        this.reader = reader;
    }

    @Override
    public Optional<Frame> next() {
        if (read) {
            return Optional.empty();
        }
        read = true;
        return Optional.of(reader.whole(body()));
    }

    @Override
    public Map<String, String> headers() {
        return PassedHeaders.of(exchange);
    }

    @Override
    public void close() {
        exchange.close();
    }

    private byte[] body() {
        try {
            byte[] body = BodyBytes.read(exchange.body(), announced(), LONGEST);
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

    private OptionalLong announced() {
        return exchange.header("content-length").filter(length -> length.matches("\\d{1,18}")).map(Long::parseLong)
                .map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
