package ai.client.direct;

import ai.client.AiException;
import ai.client.AnswerEvent;
import ai.client.AnswerStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;

/// An answer in lines of JSON, as Ollama streams it.
final class LineByLineAnswer implements AnswerStream {

    private final RawExchange exchange;
    private final BufferedReader lines;
    private final Queue<AnswerEvent> ready = new ArrayDeque<>();
    private boolean finished;

    LineByLineAnswer(RawExchange exchange) {
        this.exchange = exchange;
        this.lines = new BufferedReader(new InputStreamReader(exchange.body(), StandardCharsets.UTF_8));
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !finished) {
            advance(line());
        }
        return !ready.isEmpty();
    }

    @Override
    public AnswerEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the answer is complete");
        }
        return ready.remove();
    }

    @Override
    public void close() {
        finished = true;
        exchange.close();
    }

    private void advance(String line) {
        if (line.isBlank()) {
            return;
        }
        var piece = OllamaCodec.parse(line);
        if (piece.has("error")) {
            throw new AiException(AiException.Code.CUT, piece.path("error").asText());
        }
        var text = OllamaCodec.text(piece);
        if (!text.isEmpty()) {
            ready.add(new AnswerEvent.Text(text));
        }
        if (piece.path("done").asBoolean()) {
            finished = true;
            ready.add(new AnswerEvent.Finished(piece.path("model").asText(), OllamaCodec.finishReason(piece),
                    OllamaCodec.usage(piece)));
        }
    }

    private String line() {
        try {
            var line = lines.readLine();
            if (line == null) {
                throw new AiException(AiException.Code.CUT, "the model server hung up in the middle of its answer");
            }
            return line;
        } catch (IOException e) {
            throw new AiException(AiException.Code.CUT, "the model server hung up in the middle of its answer", e);
        }
    }
}
