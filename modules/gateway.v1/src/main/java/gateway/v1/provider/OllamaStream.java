package gateway.v1.provider;

import ai.client.AiException;
import ai.client.direct.RawExchange;
import gateway.v1.call.Frame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// An answer of Ollama's that comes line by line.
final class OllamaStream implements ProviderAnswer {

    /// Most bytes of a line.
    static final int LONGEST_LINE = 8 << 20;

    private final String at;
    private final RawExchange exchange;
    private final InputStream in;
    private final OllamaFrames frames;

    OllamaStream(String at, RawExchange exchange) {
        this.at = at;
        this.exchange = exchange;
        this.in = new BufferedInputStream(exchange.body());
        this.frames = new OllamaFrames(at);
    }

    @Override
    public Optional<Frame> next() {
        try {
            byte[] line;
            do {
                line = line();
            } while (line.length == 1);
            return line.length == 0 ? Optional.empty() : Optional.of(frames.read(line));
        } catch (AiException e) {
            throw ProviderFaults.reading(at, e);
        } catch (IOException e) {
            throw ProviderFaults.unreadable(at, e);
        }
    }

    @Override
    public void close() {
        exchange.close();
    }

    /// The next line with its line feed; nothing at the end.
    private byte[] line() throws IOException {
        var line = new ByteArrayOutputStream(256);
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') {
                break;
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line is over " + LONGEST_LINE + " bytes");
            }
        }
        return line.toByteArray();
    }
}
