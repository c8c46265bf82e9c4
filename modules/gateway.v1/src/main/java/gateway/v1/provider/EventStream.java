package gateway.v1.provider;

import ai.client.direct.RawExchange;
import gateway.v1.call.Frame;
import gateway.v1.call.GatewayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import usage.store.ErrorType;

/// An answer that comes as server-sent events. What is no event (comments, as some providers send to keep a connection
/// open) is a frame that says nothing.
public final class EventStream extends PiecewiseAnswer {

    /// @param at `provider/model`, for messages
    private EventStream(String at, RawExchange exchange, FrameReader reader) {
        super(at, exchange, reader);
    }

    /// An answer to a request for a stream. Some servers cannot stream everything, and some tell a failure so: then it is one
    /// document, and says that it is.
    public static ProviderAnswer unlessWhole(String at, RawExchange exchange, FrameReader reader) {
        var mediaType = exchange.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        return mediaType.startsWith("application/json")
                ? new WholeBody(at, exchange, reader)
                : new EventStream(at, exchange, reader);
    }

    @Override
    Optional<Frame> read() throws IOException {
        var raw = new ByteArrayOutputStream(512);
        var data = new StringBuilder();
        var name = "";
        boolean ended = false;
        while (!ended) {
            byte[] line = lines.next();
            if (line.length == 0) {
                return data.isEmpty() ? reader.end() : unended(raw.toByteArray(), name, data.toString());
            }
            raw.writeBytes(line);
            if (raw.size() > Lines.LONGEST) {
                throw new IOException("an event is over " + Lines.LONGEST + " bytes");
            }
            var text = new String(line, StandardCharsets.UTF_8).stripTrailing();
            ended = text.isEmpty();
            if (text.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(text, "data:"));
            } else if (text.startsWith("event:")) {
                name = value(text, "event:");
            }
        }
        return Optional.of(data.isEmpty()
                ? new Frame(raw.toByteArray(), List.of(), false)
                : reader.piece(raw.toByteArray(), name, data.toString()));
    }

    /// The last event of a server that forgets the blank line behind it, or half of one of a server that hung up.
    private Optional<Frame> unended(byte[] raw, String name, String data) {
        try {
            return Optional.of(reader.piece(raw, name, data));
        } catch (GatewayException e) {
            if (e.fault().type() == ErrorType.BAD_RESPONSE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean isNextAtHand() {
        return lines.holdsBlankLine();
    }

    private static String value(String line, String field) {
        int from = field.length();
        return line.substring(line.startsWith(" ", from) ? from + 1 : from);
    }
}
