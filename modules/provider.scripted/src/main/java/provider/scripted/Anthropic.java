package provider.scripted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Replies in Anthropic's protocol, with counts that can be predicted as those of [Ollama] can. A stream tells its input at its
/// start and its output at its end, and has a `ping` in it.
public final class Anthropic {

    /// Where tokens are counted without a call of the model.
    static final String COUNT = "/v1/messages/count_tokens";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "text/event-stream";

    private Anthropic() {}

    /// Answers every call well, with `words`; counts tokens where that is asked.
    public static Script answering(String... words) {
        return call -> switch (call.path()) {
            case "/v1/messages" -> OpenAi.streams(call)
                    ? stream(call, List.of(words), Duration.ZERO, Reply.End.WELL)
                    : Reply.json(200, whole(call, textBlock(String.join("", words)), "end_turn", words.length).toString());
            case COUNT -> Reply.json(200, JSON.createObjectNode().put("input_tokens", inputTokens(call)).toString());
            default -> error(404, "not_found_error", "no such endpoint");
        };
    }

    /// Calls one tool.
    ///
    /// @param arguments a JSON object
    public static Script callingTool(String name, String arguments) {
        return call -> {
            var block = JSON.createObjectNode().put("type", "tool_use").put("id", "toolu_1").put("name", name);
            if (!OpenAi.streams(call)) {
                return Reply.json(200, whole(call, block.set("input", parse(arguments)), "tool_use", 1).toString());
            }
            block.putObject("input");
            int half = arguments.length() / 2;
            var pieces = List.of("", arguments.substring(0, half), arguments.substring(half)).stream()
                    .map(json -> JSON.createObjectNode().put("type", "input_json_delta").put("partial_json", json)).toList();
            return events(call, block, pieces, "tool_use", 1, Duration.ZERO, Reply.End.WELL);
        };
    }

    /// An error in Anthropic's shape.
    public static Reply error(int status, String type, String message) {
        return Reply.json(status, errorBody(type, message).toString());
    }

    /// An error as an event of a stream.
    public static String errorEvent(String type, String message) {
        return event(errorBody(type, message));
    }

    /// An answer streamed word by word; cut, it lacks its end.
    public static Reply.Pieces stream(Received call, List<String> words, Duration pause, Reply.End end) {
        var pieces = words.stream().map(word -> JSON.createObjectNode().put("type", "text_delta").put("text", word)).toList();
        return events(call, textBlock(""), pieces, "end_turn", words.size(), pause, end);
    }

    /// The number of input tokens that these replies claim for `call`.
    public static long inputTokens(Received call) {
        var text = new StringBuilder();
        collect(call.body().path("system"), text);
        call.body().path("messages").forEach(message -> collect(message.path("content"), text));
        return text.toString().strip().split("\\s+").length;
    }

    private static void collect(JsonNode content, StringBuilder text) {
        if (content.isTextual()) {
            text.append(' ').append(content.textValue());
        } else {
            content.forEach(block -> collect(block.has("text") ? block.path("text") : block.path("content"), text));
        }
    }

    private static Reply.Pieces events(Received call, ObjectNode block, List<ObjectNode> pieces, String reason, int words,
            Duration pause, Reply.End end) {
        var events = new ArrayList<String>();
        var start = JSON.createObjectNode().put("type", "message_start");
        var message = message(call, null);
        message.set("usage", usage(call, 1));
        events.add(event(start.set("message", message)));
        events.add(event(index("content_block_start").set("content_block", block)));
        events.add(event(JSON.createObjectNode().put("type", "ping")));
        pieces.forEach(piece -> events.add(event(index("content_block_delta").set("delta", piece))));
        if (end == Reply.End.WELL) {
            events.add(event(index("content_block_stop")));
            var last = JSON.createObjectNode().put("type", "message_delta");
            last.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
            last.putObject("usage").put("output_tokens", words);
            events.add(event(last));
            events.add(event(JSON.createObjectNode().put("type", "message_stop")));
        }
        return new Reply.Pieces(EVENTS, events, pause, end);
    }

    private static ObjectNode whole(Received call, ObjectNode block, String reason, int words) {
        var message = message(call, reason);
        message.withArray("content").add(block);
        return message.set("usage", usage(call, words));
    }

    private static ObjectNode message(Received call, String reason) {
        var message = JSON.createObjectNode().put("id", "msg_scripted").put("type", "message").put("role", "assistant")
                .put("model", call.model());
        message.putArray("content");
        return message.put("stop_reason", reason).putNull("stop_sequence");
    }

    private static ObjectNode usage(Received call, int words) {
        return JSON.createObjectNode().put("input_tokens", inputTokens(call)).put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0).put("output_tokens", words);
    }

    private static ObjectNode textBlock(String text) {
        return JSON.createObjectNode().put("type", "text").put("text", text);
    }

    private static ObjectNode index(String type) {
        return JSON.createObjectNode().put("type", type).put("index", 0);
    }

    private static ObjectNode errorBody(String type, String message) {
        var body = JSON.createObjectNode().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        return body.put("request_id", "req_scripted");
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("arguments that are not JSON: " + json, e);
        }
    }

    private static String event(ObjectNode data) {
        return "event: " + data.path("type").textValue() + "\ndata: " + data + "\n\n";
    }
}
