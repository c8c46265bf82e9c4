package gateway.v1.call;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One message of a conversation.
///
/// @param role who speaks
/// @param parts what is said and shown
/// @param toolCalls what the assistant called
/// @param toolCallId the call that this message answers
/// @param name the tool's or the speaker's name
public record ChatMessage(Role role, List<Part> parts, List<ToolCall> toolCalls, Optional<String> toolCallId,
        Optional<String> name) {

    public ChatMessage {
        parts = List.copyOf(parts);
        toolCalls = List.copyOf(toolCalls);
    }

    /// A message of text alone.
    public static ChatMessage of(Role role, String text) {
        return new ChatMessage(role, List.of(new Part.Text(text)), List.of(), Optional.empty(), Optional.empty());
    }

    /// Its text parts as one: a line for each, but of what the model said, which it may have said piece by piece.
    public String text() {
        return texts().collect(Collectors.joining(role == Role.ASSISTANT ? "" : "\n"));
    }

    /// Its text parts that say anything.
    public Stream<String> texts() {
        return parts.stream().filter(Part.Text.class::isInstance).map(part -> ((Part.Text) part).text())
                .filter(text -> !text.isEmpty());
    }

    /// Its reasoning, joined; empty where there is none.
    public String reasoning() {
        return parts.stream().filter(Part.Reasoning.class::isInstance).map(part -> ((Part.Reasoning) part).text())
                .collect(Collectors.joining());
    }

    /// Who speaks.
    public enum Role {
        SYSTEM, USER, ASSISTANT, TOOL
    }

    /// A piece of a message.
    public sealed interface Part {

        /// Words.
        ///
        /// @param text as they are
        record Text(String text) implements Part {}

        /// A picture.
        ///
        /// @param mediaType such as `image/png`
        /// @param base64 its bytes
        record Image(String mediaType, String base64) implements Part {}

        /// A picture that the provider is to fetch.
        ///
        /// @param url where it is
        record ImageUrl(String url) implements Part {}

        /// What the assistant thought before it spoke.
        ///
        /// @param text as it was told
        /// @param signature by which its provider knows it again
        record Reasoning(String text, Optional<String> signature) implements Part {}
    }

    /// A call of a tool by the model.
    ///
    /// @param id joins it with its answer
    /// @param name the tool
    /// @param arguments JSON text; of no length, as some write it where there are none, it would be none
    public record ToolCall(String id, String name, String arguments) {

        /// What a call without arguments has for them.
        public static final String NO_ARGUMENTS = "{}";

        public ToolCall {
            arguments = arguments.isBlank() ? NO_ARGUMENTS : arguments;
        }
    }
}
