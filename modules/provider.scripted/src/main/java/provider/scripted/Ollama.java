package provider.scripted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Replies in Ollama's protocol with counts that can be predicted: as many input tokens as the request has words of
/// text, as many output tokens as the answer has.
public final class Ollama {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NDJSON = "application/x-ndjson";

    private Ollama() {}

    /// Answers every call well: chats and prompts with `words`, embeddings with unit vectors of four dimensions.
    public static Script answering(String... words) {
        return call -> switch (call.path()) {
            case "/api/chat", "/api/generate" -> call.streams()
                    ? stream(call, List.of(words), Duration.ZERO, Reply.End.WELL)
                    : Reply.json(200, last(call, String.join("", words), words.length).toString());
            case "/api/embed" -> Reply.json(200, embed(call).toString());
            case "/api/embeddings" -> Reply.json(200, "{\"embedding\":[1,0,0,0]}");
            default -> Reply.json(404, "{\"error\":\"no such endpoint\"}");
        };
    }

    /// Loads the model, as Ollama does when it is asked nothing.
    public static Script loading() {
        return call -> Reply.json(200, piece(call, "").put("done", true).put("done_reason", "load").toString());
    }

    /// An error in Ollama's shape.
    public static Reply error(int status, String message) {
        return Reply.json(status, JSON.createObjectNode().put("error", message).toString());
    }

    /// An answer streamed word by word; cut, it lacks its last line.
    public static Reply stream(Received call, List<String> words, Duration pause, Reply.End end) {
        var lines = new ArrayList<String>();
        words.forEach(word -> lines.add(piece(call, word).put("done", false) + "\n"));
        if (end == Reply.End.WELL) {
            lines.add(last(call, "", words.size()) + "\n");
        }
        return new Reply.Pieces(NDJSON, lines, pause, end);
    }

    /// Calls one tool, in one piece as Ollama does, also in a stream.
    ///
    /// @param arguments a JSON object
    public static Script callingTool(String name, String arguments) {
        return call -> {
            var calls = JSON.createArrayNode();
            calls.addObject().putObject("function").put("name", name).putRawValue("arguments", new RawValue(arguments));
            var last = last(call, "", 1);
            var calling = call.streams() ? piece(call, "").put("done", false) : last;
            ((ObjectNode) calling.path("message")).set("tool_calls", calls);
            return call.streams()
                    ? new Reply.Pieces(NDJSON, List.of(calling + "\n", last + "\n"), Duration.ZERO, Reply.End.WELL)
                    : Reply.json(200, calling.toString());
        };
    }

    /// The number of input tokens that these replies claim for `call`.
    public static long inputTokens(Received call) {
        var text = new StringBuilder(call.body().path("prompt").asText());
        call.body().path("messages").forEach(message -> text.append(' ').append(message.path("content").asText()));
        var input = call.body().path("input");
        (input.isTextual() ? List.of(input) : input).forEach(item -> text.append(' ').append(item.asText()));
        return text.toString().strip().split("\\s+").length;
    }

    private static ObjectNode last(Received call, String text, int words) {
        return piece(call, text).put("done", true).put("done_reason", "stop").put("prompt_eval_count", inputTokens(call))
                .put("eval_count", words);
    }

    private static ObjectNode piece(Received call, String text) {
        var piece = JSON.createObjectNode().put("model", call.model()).put("created_at", "2026-01-01T00:00:00Z");
        if (call.path().equals("/api/chat")) {
            piece.putObject("message").put("role", "assistant").put("content", text);
        } else {
            piece.put("response", text);
        }
        return piece;
    }

    private static ObjectNode embed(Received call) {
        var input = call.body().path("input");
        var answer = JSON.createObjectNode().put("model", call.model()).put("prompt_eval_count", inputTokens(call));
        var vectors = answer.putArray("embeddings");
        IntStream.range(0, input.isArray() ? input.size() : 1).forEach(at -> {
            var vector = vectors.addArray();
            IntStream.range(0, 4).forEach(dimension -> vector.add(dimension == at % 4 ? 1.0 : 0.0));
        });
        return answer;
    }
}
