package ai.client;

import java.util.List;

/// A conversation to be answered.
///
/// @param model by whom
/// @param messages in order, at least one
/// @param sampling how
public record ChatRequest(ModelRef model, List<Message> messages, Sampling sampling) {

    public ChatRequest {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat needs at least one message");
        }
    }

    /// A conversation for the default model.
    public static ChatRequest of(Message... messages) {
        return new ChatRequest(ModelRef.DEFAULT, List.of(messages), Sampling.DEFAULT);
    }
}
