package gateway.v1.provider;

import ai.client.direct.RawExchange;
import gateway.v1.call.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An answer that comes line by line, each a document of its own.
public final class LineStream extends PiecewiseAnswer {

    /// @param at `provider/model`, for messages
    public LineStream(String at, RawExchange exchange, FrameReader reader) {
        super(at, exchange, reader);
    }

    @Override
    Optional<Frame> read() throws IOException {
        byte[] line;
        do {
            line = lines.next();
        } while (Lines.isBlank(line));
        return line.length == 0
                ? reader.end()
                : Optional.of(reader.piece(line, "", new String(line, StandardCharsets.UTF_8)));
    }

    @Override
    public boolean isNextAtHand() {
        return lines.holdsLine();
    }
}
