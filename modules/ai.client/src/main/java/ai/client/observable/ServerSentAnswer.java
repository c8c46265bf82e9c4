package ai.client.observable;

import ai.client.AiException;
import ai.client.AnswerEvent;
import ai.client.AnswerStream;
import ai.client.TokenUsage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A chat completion in server-sent events, one `data:` line each, as the gateway writes them.
final class ServerSentAnswer implements AnswerStream {

    private final Response response;
    private final BufferedReader lines;
    private String model = "";
    private Optional<String> finishReason = Optional.empty();
    private TokenUsage usage = TokenUsage.UNKNOWN;
    private Optional<AnswerEvent> next = Optional.empty();
    private boolean finished;

    ServerSentAnswer(Response response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.readEntity(InputStream.class), StandardCharsets.UTF_8));
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && !finished) {
            advance(line());
        }
        return next.isPresent();
    }

    @Override
    public AnswerEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the answer is complete");
        }
        var event = next.orElseThrow();
        next = Optional.empty();
        return event;
    }

    @Override
    public void close() {
        finished = true;
        response.close();
    }

    private void advance(String line) {
        if (!line.startsWith("data:")) {
            return;
        }
        var data = line.substring("data:".length()).strip();
        if (data.equals("[DONE]")) {
            finished = true;
            next = Optional.of(new AnswerEvent.Finished(model, finishReason, usage));
            return;
        }
        read(parse(data));
    }

    private void read(JsonNode chunk) {
        if (chunk.has("error")) {
            throw new AiException(AiException.Code.CUT, chunk.path("error").path("message").asText());
        }
        model = chunk.path("model").asText(model);
        if (chunk.path("usage").isObject()) {
            usage = OpenAiCodec.usage(chunk.path("usage"));
        }
        var choice = chunk.path("choices").path(0);
        finishReason = Optional.ofNullable(choice.path("finish_reason").textValue()).or(() -> finishReason);
        var text = choice.path("delta").path("content").asText("");
        if (!text.isEmpty()) {
            next = Optional.of(new AnswerEvent.Text(text));
        }
    }

    private String line() {
        try {
            var line = lines.readLine();
            if (line == null) {
                throw new AiException(AiException.Code.CUT, "the gateway hung up in the middle of its answer");
            }
            return line;
        } catch (IOException e) {
            throw new AiException(AiException.Code.CUT, "the gateway hung up in the middle of its answer", e);
        }
    }

    private static JsonNode parse(String data) {
        try {
            return OpenAiCodec.JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new AiException(AiException.Code.BAD_RESPONSE, "an event of the gateway's answer cannot be read", e);
        }
    }
}
