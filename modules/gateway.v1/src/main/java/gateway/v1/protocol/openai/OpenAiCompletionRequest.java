package gateway.v1.protocol.openai;

import com.fasterxml.jackson.databind.node.MissingNode;
import gateway.v1.call.ChatOptions;
import gateway.v1.call.Fault;
import gateway.v1.call.ModelRequest.Completion.Form;
import gateway.v1.call.ModelRequest;
import gateway.v1.protocol.Body;
import gateway.v1.protocol.Doubts;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads a request in the shape of OpenAI's completions, as [OpenAiChatRequest] reads one of a chat.
///
/// @param body the request
/// @param doubts where what cannot be translated is noted
record OpenAiCompletionRequest(Body body, Doubts doubts) {

    private static final Set<String> KNOWN = Set.of("provider", "model", "prompt", "stream", "stream_options", "temperature",
            "top_p", "frequency_penalty", "presence_penalty", "max_tokens", "stop", "seed", "n", "best_of", "user");

    ModelRequest.Completion read() {
        doubts.others("", body, KNOWN, OpenAiChatRequest.HARMLESS);
        OpenAiChatRequest.wantsUsage(body);
        OpenAiChatRequest.streamOptions(body, doubts);
        one("n");
        one("best_of");
        var prompt = body.field("prompt").orElse(MissingNode.getInstance());
        boolean tokens = OpenAiTokens.are(prompt);
        if (tokens) {
            doubts.add("prompt", "prompt as tokens has a meaning only to the model's own provider");
        }
        return new ModelRequest.Completion(body.selection(), tokens ? "" : prompt(), tokens ? OpenAiTokens.count(prompt) : 0,
                Optional.empty(), Form.RAW, List.of(), options(), body.flag("stream", false));
    }

    private void one(String field) {
        if (body.integer(field).filter(count -> !count.equals(BigInteger.ONE)).isPresent()) {
            doubts.add(field, field + " other than 1 cannot be said to this model's provider");
        }
    }

    /// A text, or a list of one; OpenAI's models also take several.
    private String prompt() {
        List<String> texts = body.texts("prompt");
        if (texts.isEmpty()) {
            throw Fault.invalid("prompt", "prompt is missing or empty").asException();
        }
        if (texts.size() > 1) {
            doubts.add("prompt", "several prompts at once cannot be said to this model's provider");
        }
        return String.join("\n", texts);
    }

    private ChatOptions options() {
        return new ChatOptions(body.number("temperature"), body.number("top_p"), OptionalInt.empty(),
                body.number("frequency_penalty"), body.number("presence_penalty"), doubts.count(body, "max_tokens", 1),
                doubts.whole(body, "seed"),
                body.texts("stop"), Optional.empty(), Optional.empty());
    }
}
