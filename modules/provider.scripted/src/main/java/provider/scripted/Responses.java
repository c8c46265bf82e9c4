package provider.scripted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Replies of OpenAI's `/responses`, with counts as those of [OpenAi]; one token of the input was cached, one of the output
/// was thought.
public final class Responses {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Responses() {}

    /// Says `words`, streamed where that is asked; cut, a stream lacks its last event.
    public static Reply answer(Received call, List<String> words, Reply.End end) {
        var whole = response(call, "completed");
        var message = whole.putArray("output").addObject().put("id", "msg_1").put("type", "message").put("status", "completed")
                .put("role", "assistant");
        message.putArray("content").addObject().put("type", "output_text").put("text", String.join("", words))
                .putArray("annotations");
        whole.set("usage", usage(call, words.size()));
        if (!OpenAi.streams(call)) {
            return Reply.json(200, whole.toString());
        }
        var events = new ArrayList<String>();
        events.add(event("response.created", 0, response(call, "in_progress")));
        words.forEach(word -> events.add(delta(events.size(), word)));
        if (end == Reply.End.WELL) {
            events.add(event("response.completed", events.size(), whole));
        }
        return new Reply.Pieces("text/event-stream", events, Duration.ZERO, end);
    }

    /// The head of a response.
    public static ObjectNode response(Received call, String status) {
        return JSON.createObjectNode().put("id", "resp_scripted").put("object", "response").put("created_at", 1767225600)
                .put("status", status).put("model", call.model());
    }

    /// An event that has a response.
    public static String event(String type, int number, ObjectNode response) {
        return said(JSON.createObjectNode().put("type", type).put("sequence_number", number).set("response", response));
    }

    /// The usage that these replies claim.
    public static ObjectNode usage(Received call, int words) {
        long input = Ollama.inputTokens(call);
        var usage = JSON.createObjectNode().put("input_tokens", input).put("output_tokens", words).put("total_tokens",
                input + words);
        usage.putObject("input_tokens_details").put("cached_tokens", 1);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 1);
        return usage;
    }

    private static String delta(int number, String word) {
        return said(JSON.createObjectNode().put("type", "response.output_text.delta").put("sequence_number", number)
                .put("item_id", "msg_1").put("output_index", 0).put("content_index", 0).put("delta", word));
    }

    private static String said(ObjectNode event) {
        return "event: " + event.path("type").asText() + "\ndata: " + event + "\n\n";
    }
}
