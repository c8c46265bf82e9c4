package provider.scripted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/// Replies in OpenAI's protocol, with counts that can be predicted as those of [Ollama] can. A stream says its usage only to
/// whom asks for it, as OpenAI does.
public final class OpenAi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "text/event-stream";

    private OpenAi() {}

    /// Answers every call well: chats and prompts with `words`, embeddings with unit vectors of four dimensions.
    public static Script answering(String... words) {
        return call -> switch (endpoint(call)) {
            case "/chat/completions", "/completions" -> streams(call)
                    ? stream(call, List.of(words), Duration.ZERO, Reply.End.WELL)
                    : Reply.json(200, whole(call, String.join("", words), words.length).toString());
            case "/responses" -> Responses.answer(call, List.of(words), Reply.End.WELL);
            case "/embeddings" -> Reply.json(200, embeddings(call).toString());
            default -> error(404, "no such endpoint");
        };
    }

    /// Calls one tool.
    public static Script callingTool(String name, String arguments) {
        return call -> {
            if (!streams(call)) {
                var answer = whole(call, "", 1);
                var message = (ObjectNode) answer.at("/choices/0/message");
                message.putNull("content");
                message.putArray("tool_calls").addObject().put("id", "call_1").put("type", "function").putObject("function")
                        .put("name", name).put("arguments", arguments);
                ((ObjectNode) answer.at("/choices/0")).put("finish_reason", "tool_calls");
                return Reply.json(200, answer.toString());
            }
            var events = new ArrayList<String>();
            var first = chunk(call);
            var begun = said(first, true).putArray("tool_calls").addObject().put("index", 0).put("id", "call_1").put("type",
                    "function");
            begun.putObject("function").put("name", name).put("arguments", "");
            events.add(event(first));
            int half = arguments.length() / 2;
            for (var piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
                var more = chunk(call);
                delta(more).putArray("tool_calls").addObject().put("index", 0).putObject("function").put("arguments", piece);
                events.add(event(more));
            }
            events.addAll(end(call, "tool_calls", 1));
            return new Reply.Pieces(EVENTS, events, Duration.ZERO, Reply.End.WELL);
        };
    }

    /// An error in OpenAI's shape.
    public static Reply error(int status, String message) {
        var body = JSON.createObjectNode();
        body.putObject("error").put("message", message).put("type", "scripted").putNull("param").put("code", "scripted");
        return Reply.json(status, body.toString());
    }

    /// An answer streamed word by word; cut, it lacks its end.
    public static Reply stream(Received call, List<String> words, Duration pause, Reply.End end) {
        var events = new ArrayList<String>();
        words.forEach(word -> {
            var chunk = chunk(call);
            if (endpoint(call).equals("/completions")) {
                ((ObjectNode) chunk.at("/choices/0")).put("text", word);
            } else {
                said(chunk, events.isEmpty()).put("content", word);
            }
            events.add(event(chunk));
        });
        if (end == Reply.End.WELL) {
            events.addAll(end(call, "stop", words.size()));
        }
        return new Reply.Pieces(EVENTS, events, pause, end);
    }

    /// Whether `call` wants a stream; here that must be said.
    public static boolean streams(Received call) {
        return call.body().path("stream").asBoolean(false);
    }

    private static List<String> end(Received call, String reason, int words) {
        var events = new ArrayList<String>();
        var last = chunk(call);
        ((ObjectNode) last.at("/choices/0")).put("finish_reason", reason);
        events.add(event(last));
        if (call.body().at("/stream_options/include_usage").asBoolean()) {
            var usage = chunk(call);
            usage.putArray("choices");
            usage.set("usage", usage(call, words));
            events.add(event(usage));
        }
        events.add("data: [DONE]\n\n");
        return events;
    }

    private static ObjectNode whole(Received call, String text, int words) {
        boolean isChat = endpoint(call).equals("/chat/completions");
        var answer = JSON.createObjectNode().put("id", "scripted-1").put("object", isChat ? "chat.completion" : "text_completion")
                .put("created", 1767225600).put("model", call.model());
        var choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        if (isChat) {
            choice.putObject("message").put("role", "assistant").put("content", text);
        } else {
            choice.put("text", text);
        }
        answer.set("usage", usage(call, words));
        return answer;
    }

    private static ObjectNode chunk(Received call) {
        boolean isChat = endpoint(call).equals("/chat/completions");
        var chunk = JSON.createObjectNode().put("id", "scripted-1")
                .put("object", isChat ? "chat.completion.chunk" : "text_completion").put("created", 1767225600)
                .put("model", call.model());
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        if (isChat) {
            choice.putObject("delta");
        } else {
            choice.put("text", "");
        }
        choice.putNull("finish_reason");
        return chunk;
    }

    /// The first piece says whose message it is; the official clients insist on that.
    private static ObjectNode said(ObjectNode chunk, boolean isFirst) {
        return isFirst ? delta(chunk).put("role", "assistant") : delta(chunk);
    }

    private static ObjectNode delta(ObjectNode chunk) {
        return (ObjectNode) chunk.at("/choices/0/delta");
    }

    private static ObjectNode usage(Received call, int words) {
        long input = Ollama.inputTokens(call);
        return JSON.createObjectNode().put("prompt_tokens", input).put("completion_tokens", words).put("total_tokens",
                input + words);
    }

    private static ObjectNode embeddings(Received call) {
        var input = call.body().path("input");
        var answer = JSON.createObjectNode().put("object", "list").put("model", call.model());
        var data = answer.putArray("data");
        IntStream.range(0, input.isArray() ? input.size() : 1).forEach(at -> {
            var vector = data.addObject().put("object", "embedding").put("index", at);
            if (call.body().path("encoding_format").asText().equals("base64")) {
                var floats = ByteBuffer.allocate(4 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(at % 4 * Float.BYTES,
                        1);
                vector.put("embedding", Base64.getEncoder().encodeToString(floats.array()));
            } else {
                var numbers = vector.putArray("embedding");
                IntStream.range(0, 4).forEach(dimension -> numbers.add(dimension == at % 4 ? 1.0 : 0.0));
            }
        });
        long tokens = Ollama.inputTokens(call);
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return answer;
    }

    private static String endpoint(Received call) {
        return call.path().replaceFirst("^/v1", "");
    }

    private static String event(ObjectNode chunk) {
        return "data: " + chunk + "\n\n";
    }
}
