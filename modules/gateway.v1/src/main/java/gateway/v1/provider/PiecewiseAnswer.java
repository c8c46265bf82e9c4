package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import gateway.v1.call.Frame;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// An answer that comes piece by piece, and says by itself when it is complete: then its connection serves again.
abstract class PiecewiseAnswer implements ProviderAnswer {

    final Lines lines;
    final FrameReader reader;
    private final String at;
    private final RawExchange exchange;
    private boolean complete;

    /// @param at `provider/model`, for messages
    PiecewiseAnswer(String at, RawExchange exchange, FrameReader reader) {
        this.at = at;
        this.exchange = exchange;
        this.lines = new Lines(exchange.body());
        this.reader = reader;
    }

    /// The next piece; empty where there is none.
    abstract Optional<Frame> read() throws IOException;

    @Override
    public final Optional<Frame> next() {
        try {
            var frame = read();
            complete = frame.map(Frame::last).orElse(false);
            return frame;
        } catch (AiException e) {
            throw ProviderFaults.reading(at, e);
        } catch (IOException e) {
            throw ProviderFaults.unreadable(at, e);
        }
    }

    @Override
    public final Map<String, String> headers() {
        return PassedHeaders.of(exchange);
    }

    @Override
    public final void close() {
        if (complete) {
            exchange.release();
        } else {
            exchange.close();
        }
    }
}
