package gateway.v1.attempt;

import gateway.v1.call.ChatMessage;
import gateway.v1.call.ModelRequest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import telemetry.Said;

/// A request as turns that were said. Pictures are only mentioned; tokens that the caller made itself have no text.
final class Turns {

    static final String ASSISTANT = "assistant";
    static final String REASONING = "reasoning";

    private static final String USER = "user";
    private static final String IMAGE = "[image]";

    private Turns() {}

    static List<Said.Turn> of(ModelRequest request) {
        return switch (request) {
            case ModelRequest.Chat chat -> chat.messages().stream().flatMap(Turns::of).toList();
            case ModelRequest.Completion completion -> completion.turn().messages().stream().flatMap(Turns::of)
                    .filter(turn -> !turn.text().isEmpty()).toList();
            case ModelRequest.Embed embed -> embed.texts().stream().map(text -> new Said.Turn(USER, text)).toList();
            case ModelRequest.Rerank rerank -> Stream.concat(Stream.of(new Said.Turn("query", rerank.query())),
                    rerank.documents().stream().map(document -> new Said.Turn("document", document))).toList();
        };
    }

    private static Stream<Said.Turn> of(ChatMessage message) {
        var thought = message.reasoning();
        var said = new Said.Turn(message.role().name().toLowerCase(Locale.ROOT), text(message.parts()),
                message.toolCalls().stream().map(call -> new Said.ToolCall(call.id(), call.name(), call.arguments())).toList());
        return thought.isEmpty() ? Stream.of(said) : Stream.of(new Said.Turn(REASONING, thought), said);
    }

    /// Most messages have one part, which may be long, and is not copied.
    private static String text(List<ChatMessage.Part> parts) {
        return parts.size() == 1
                ? text(parts.getFirst())
                : parts.stream().map(Turns::text).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String text(ChatMessage.Part part) {
        return switch (part) {
            case ChatMessage.Part.Text(var text) -> text;
            case ChatMessage.Part.Image _,ChatMessage.Part.ImageUrl _ -> IMAGE;
            case ChatMessage.Part.Reasoning _ -> "";
        };
    }
}
