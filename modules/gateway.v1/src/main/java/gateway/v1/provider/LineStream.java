package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import gateway.v1.call.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// An answer that comes line by line, each a document of its own.
public final class LineStream implements ProviderAnswer {

    private final String at;
    private final RawExchange exchange;
    private final Lines lines;
    private final FrameReader reader;
    private boolean complete;

    /// @param at `provider/model`, for messages
    public LineStream(String at, RawExchange exchange, FrameReader reader) {
        this.at = at;
        this.exchange = exchange;
        this.lines = new Lines(exchange.body());
        this.reader = reader;
    }

    @Override
    public Optional<Frame> next() {
        var frame = read();
        complete = frame.map(Frame::last).orElse(false);
        return frame;
    }

    private Optional<Frame> read() {
        try {
            byte[] line;
            do {
                line = lines.next();
            } while (Lines.isBlank(line));
            return line.length == 0
                    ? reader.end()
                    : Optional.of(reader.piece(line, "", new String(line, StandardCharsets.UTF_8)));
        } catch (AiException e) {
            throw ProviderFaults.reading(at, e);
        } catch (IOException e) {
            throw ProviderFaults.unreadable(at, e);
        }
    }

    @Override
    public Map<String, String> headers() {
        return PassedHeaders.of(exchange);
    }

    @Override
    public boolean isNextAtHand() {
        return lines.holdsLine();
    }

    @Override
    public void close() {
        if (complete) {
            exchange.release();
        } else {
            exchange.close();
        }
    }
}
